### Descriptions in Telegram's command menu. Plain text.

command-start = Գլխավոր էկրան
command-balance = Գումարը և հաջորդ վճարումը
command-points = Միավորներ․ որքան կա և ինչն է շուտով այրվում
command-premium = Սակագինը, հրավերը և ամսաթվերը
command-history = Պատմություն՝ գումար, միավորներ և սակագին
command-settings = Ծանուցումներ, լուռ ժամեր, լեզու, ձեր տվյալները
command-help = Ինչ են նշանակում բառերը և ինչպես է սա աշխատում
