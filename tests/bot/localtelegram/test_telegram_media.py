"""Photos, documents, albums and downloads."""

import json
from dataclasses import replace

import pytest

from bot.localtelegram.telegram import Limits, Upload
from bot.localtelegram.telegram.files import image_size
from tests.bot.localtelegram.local_telegram import JPEG, PNG, TOKEN, Bench, button


async def photo(bench: Bench, content: bytes = PNG, **values):
    response = await bench.upload("sendPhoto", {"photo": content}, chat_id=bench.anna.id, **values)
    return response.json()


async def document(bench: Bench, content: bytes = b"a,b\n", **values):
    return (await bench.upload("sendDocument", {"document": content}, chat_id=bench.anna.id, **values)).json()


@pytest.mark.parametrize(("content", "size"), [(PNG, (2, 3)), (JPEG, (4, 5))])
async def test_a_picture_is_sent_with_its_size(content, size):
    (shown,) = (await photo(Bench(), content))["result"]["photo"]
    assert (shown["width"], shown["height"], shown["file_size"]) == (*size, len(content))


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"GIF89a", "Bad Request: IMAGE_PROCESS_FAILED"),
        (PNG[:20], "Bad Request: IMAGE_PROCESS_FAILED"),
        (JPEG[:8], "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"", "Bad Request: file must be non-empty"),
        (PNG[:16] + (9000).to_bytes(4, "big") + (9000).to_bytes(4, "big"), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (PNG[:16] + (1).to_bytes(4, "big") + (21).to_bytes(4, "big"), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (PNG[:16] + (0).to_bytes(4, "big") + (5).to_bytes(4, "big"), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_picture_is_refused(content, description):
    assert (await photo(Bench(), content))["description"] == description


async def test_a_photo_too_big_is_refused():
    answer = await photo(Bench(replace(Limits.generous(), photo_bytes=10)))
    assert answer["description"] == (
        f"Bad Request: file of size {len(PNG)} bytes is too big for a photo; the maximum size is 10 bytes"
    )


@pytest.mark.parametrize("limit", [10, 200])
async def test_a_file_too_big_is_413(limit):
    bench = Bench(replace(Limits.generous(), upload_bytes=limit))
    content = b"x" * (limit + 1 if limit == 10 else 2_000_000)
    answer = await document(bench, content)
    assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def test_a_document_keeps_name_type_and_caption():
    bench = Bench()
    response = await bench.http.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": bench.anna.id, "caption": "<b>Report</b>", "parse_mode": "HTML"},
        files={"document": ("../отчёт.csv", b"a,b\n")},
    )
    message = response.json()["result"]
    shown = {k: message["document"][k] for k in ("file_name", "mime_type", "file_size")}
    assert shown == {"file_name": "отчёт.csv", "mime_type": "text/csv", "file_size": 4}
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("Report", "bold")


async def test_a_file_is_sent_again_by_its_id():
    bench = Bench()
    sent = (await document(bench))["result"]["document"]
    again = await bench.do("sendDocument", chat_id=bench.anna.id, document=sent["file_id"])
    assert again["document"] == sent


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
        ("sendDocument", {}, "Bad Request: there is no document in the request"),
        ("sendDocument", {"document": "attach://gone"}, "Bad Request: there is no document in the request"),
        (
            "sendPhoto",
            {"photo": "AgACunknown"},
            "Bad Request: wrong remote file identifier specified: can't unserialize it",
        ),
        ("sendPhoto", {"photo": "https://a.example/x.png"}, "Bad Request: failed to get HTTP URL content"),
        ("sendPhoto", {"caption": "x" * 1025}, "Bad Request: message caption is too long"),
    ],
)
async def test_a_missing_file_is_refused(method, values, description):
    bench = Bench()
    assert await bench.refusal(method, chat_id=bench.anna.id, **values) == (400, description)


async def test_a_document_is_no_photo():
    bench = Bench()
    file_id = (await document(bench))["result"]["document"]["file_id"]
    assert await bench.refusal("sendPhoto", chat_id=bench.anna.id, photo=file_id) == (
        400,
        "Bad Request: can't use file of type Document as Photo",
    )


async def test_a_caption_of_1024_characters_passes():
    assert len((await photo(Bench(), caption="x" * 1024))["result"]["caption"]) == 1024


async def test_a_caption_of_spaces_is_no_caption():
    assert "caption" not in (await photo(Bench(), caption="  "))["result"]


async def test_spoiler_and_caption_above_are_kept():
    message = (await photo(Bench(), caption="x", has_spoiler="true", show_caption_above_media="1"))["result"]
    assert (message["has_media_spoiler"], message["show_caption_above_media"]) == (True, True)


async def album(bench: Bench, media, files, **values):
    response = await bench.upload("sendMediaGroup", files, chat_id=bench.anna.id, media=media, **values)
    return response.json()


def item(kind: str, name: str, **values):
    return {"type": kind, "media": f"attach://{name}", **values}


async def test_an_album_is_one_group():
    media = [item("photo", "a", caption="first"), item("photo", "b", has_spoiler=True)]
    first, second = (await album(Bench(), media, {"a": PNG, "b": JPEG}))["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second["has_media_spoiler"]) == ("first", True)


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ([], "Bad Request: there are no messages to send"),
        ([item("photo", "a")], "Bad Request: media group must include 2-10 items"),
        ([item("photo", "a")] * 11, "Bad Request: too many messages to send as an album"),
        ({}, "Bad Request: expected an Array of InputMedia"),
        (["x"], "Bad Request: can't parse InputMedia: expected an Object"),
        ([{"media": "attach://a"}], "Bad Request: can't parse InputMedia: Can't find field \"type\""),
        (
            [item("animation", "a")],
            "Bad Request: can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ([item("audio", "a")], 'Bad Request: can\'t parse InputMedia: type "audio" is unsupported'),
        ([item("photo", "gone")], "Bad Request: can't parse InputMedia: media not found"),
        (
            [item("photo", "a"), item("document", "a")],
            "Bad Request: document can't be mixed with other media types",
        ),
        ([item("photo", "a", caption="x" * 1025)] * 2, "Bad Request: message caption is too long"),
    ],
)
async def test_a_wrong_album_is_refused(media, description):
    assert (await album(Bench(), media, {"a": PNG}))["description"] == description


async def test_an_album_needs_its_media():
    bench = Bench()
    assert await bench.refusal("sendMediaGroup", chat_id=bench.anna.id) == (
        400,
        'Bad Request: parameter "media" is required',
    )


async def test_an_album_counts_as_so_many_messages_for_flood_control():
    bench = Bench(Limits(chat_rate=1, chat_burst=2, overall_rate=1, overall_burst=2))
    media = [item("document", "a")] * 3
    await album(bench, media, {"a": b"x"})
    assert (await bench.refusal("sendMessage", chat_id=bench.anna.id, text="x"))[1].endswith("retry after 2")


async def test_media_of_a_message_can_be_replaced():
    bench = Bench()
    number = (await photo(bench, caption="old"))["result"]["message_id"]
    response = await bench.upload(
        "editMessageMedia",
        {"new": b"text"},
        chat_id=bench.anna.id,
        message_id=number,
        media=item("document", "new", caption="new"),
        reply_markup=button(),
    )
    edited = response.json()["result"]
    assert ("photo" in edited, edited["caption"], edited["document"]["file_size"]) == (False, "new", 4)


async def test_a_text_message_may_become_a_photo():
    bench = Bench()
    number = (await bench.say())["message_id"]
    response = await bench.upload(
        "editMessageMedia", {"new": PNG}, chat_id=bench.anna.id, message_id=number, media=item("photo", "new")
    )
    assert "text" not in response.json()["result"]


async def test_the_same_media_is_no_change():
    bench = Bench()
    sent = (await photo(bench))["result"]
    media = {"type": "photo", "media": sent["photo"][0]["file_id"]}
    code, description = await bench.refusal(
        "editMessageMedia", chat_id=bench.anna.id, message_id=sent["message_id"], media=media
    )
    assert (code, description[:37]) == (400, "Bad Request: message is not modified:")


async def test_an_album_keeps_its_kind():
    bench = Bench()
    first = (await album(bench, [item("photo", "a")] * 2, {"a": PNG}))["result"][0]
    response = await bench.upload(
        "editMessageMedia",
        {"new": b"x"},
        chat_id=bench.anna.id,
        message_id=first["message_id"],
        media=item("document", "new"),
    )
    assert response.json()["description"] == ("Bad Request: can't use the media of the specified type in the album")


async def test_a_persons_media_cannot_be_replaced():
    bench = Bench()
    number = await bench.telegram.upload(bench.anna.id, Upload("x.png", PNG), photo=True)
    file_id = (await photo(bench))["result"]["photo"][0]["file_id"]
    media = json.dumps({"type": "photo", "media": file_id})
    assert await bench.refusal("editMessageMedia", chat_id=bench.anna.id, message_id=number, media=media) == (
        400,
        "Bad Request: message media can't be edited",
    )


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ("", 'Bad Request: parameter "media" is required'),
        ("{", "Bad Request: can't parse input media JSON object"),
        ("{}", "Bad Request: can't parse InputMedia: Can't find field \"type\""),
    ],
)
async def test_wrong_media_is_refused(media, description):
    bench = Bench()
    assert await bench.refusal("editMessageMedia", chat_id=bench.anna.id, message_id=1, media=media) == (
        400,
        description,
    )


async def test_a_photo_has_no_text_to_edit():
    bench = Bench()
    number = (await photo(bench))["result"]["message_id"]
    assert await bench.refusal("editMessageText", chat_id=bench.anna.id, message_id=number, text="x") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )


async def test_a_caption_can_be_replaced_and_removed():
    bench = Bench()
    number = (await photo(bench, caption="old"))["result"]["message_id"]
    edit = {"chat_id": bench.anna.id, "message_id": number}
    replaced = await bench.do("editMessageCaption", caption="new", **edit)
    removed = await bench.do("editMessageCaption", **edit)
    assert (replaced["caption"], "caption" in removed, "photo" in removed) == ("new", False, True)


async def test_a_file_is_downloaded_by_its_path():
    bench = Bench()
    file_id = (await document(bench, b"content"))["result"]["document"]["file_id"]
    described = await bench.do("getFile", file_id=file_id)
    response = await bench.http.get(f"/file/bot{TOKEN}/{described['file_path']}")
    assert (described["file_size"], response.content) == (7, b"content")


@pytest.mark.parametrize(
    ("path", "status"), [(f"/file/bot{TOKEN}/documents/gone", 404), ("/file/bot1:other/documents/file_1.bin", 401)]
)
async def test_a_wrong_download_is_refused(path, status):
    bench = Bench()
    await document(bench)
    assert (await bench.http.get(path)).status_code == status


@pytest.mark.parametrize(
    ("file_id", "description"),
    [("", "Bad Request: file_id not specified"), ("AgACgone", "Bad Request: invalid file_id")],
)
async def test_an_unknown_file_is_refused(file_id, description):
    assert await Bench().refusal("getFile", file_id=file_id) == (400, description)


async def test_a_large_file_cannot_be_downloaded():
    bench = Bench(replace(Limits.generous(), download_bytes=3))
    file_id = (await document(bench))["result"]["document"]["file_id"]
    assert await bench.refusal("getFile", file_id=file_id) == (400, "Bad Request: file is too big")


async def test_the_oldest_files_go_when_the_store_is_full():
    bench = Bench(replace(Limits.generous(), stored_bytes=6))
    first = (await document(bench, b"1234"))["result"]["document"]["file_id"]
    await document(bench, b"5678")
    assert await bench.refusal("getFile", file_id=first) == (400, "Bad Request: invalid file_id")


def test_a_jpeg_without_a_size_is_no_picture():
    assert image_size(b"\xff\xd8\xff\xe0\x00\x00\xff\xd9" + b"\x00" * 20) is None
