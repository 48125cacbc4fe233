"""Team: members with their roles and seats, invitations by link and QR code, and who did what."""
