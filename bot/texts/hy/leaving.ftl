### Leaving a point programme and coming back (RULES 8.9).

leaving-title = <b>Մասնակցություն միավորների ծրագրերին</b>
leaving-about = Դուրս գալ կամ վերադառնալ կարող եք ցանկացած պահի։
leaving-in = • { $programme }՝ մասնակցում եք
leaving-out = • { $programme }՝ դուրս եք եկել, նոր միավորներ չկան
leaving-leave-button = Դուրս գալ՝ { $programme }
leaving-rejoin-button = Վերադառնալ՝ { $programme }
leaving-choose = Ընտրեք ծրագիրը։

leaving-question = Դո՞ւրս գալ ծրագրից՝ { $programme }
leaving-at-once = Նոր միավորներ չեն լինի։ Ձերը մնում են, մինչև այրվեն։
leaving-points = Հասանելի՝ { $available }
leaving-no-points = Հասանելի միավորներ չկան։
leaving-debt = { $debt } պարտքը կմնա, մինչև վերադառնաք։
leaving-until = Կարելի է ծախսել
leaving-credited = Կգան
leaving-amount = Միավորներ
leaving-later = ավելի ուշ
leaving-held = Ճանապարհին՝ { $held }
leaving-reward = { $days }վա մեջ պատվերները բերել են { $reward }, իսկ դուք տվել եք { $discount } զեղչ․ հետ է եկել { $ratio }։
leaving-granted = { $days }վա մեջ ստացել եք { $granted } բոնուս։
leaving-no-reward = { $days }վա մեջ այս ծրագիրը ոչինչ չի բերել։
leaving-means =
    <b>Ինչ է սա նշանակում խանութի համար</b>
    • Շահույթ՝ զեղչերն ամբողջությամբ ձեր հաշվին են։
    • Գին՝ նույնքան վաստակելու համար փոքր զեղչ կամ բարձր գին։
    • Տեսանելիություն՝ առանց զեղչի կարող են քիչ ցույց տալ։
leaving-means-grants =
    <b>Ինչ է սա նշանակում խանութի համար</b>
    • Շահույթ՝ ծառայությունները գումարով կվճարեք։
    • Գին՝ ծախսերը պետք կլինի ներառել։
    • Տեսանելիություն՝ քիչ գովազդ, քիչ ցուցադրում։
leaving-follow-up =
    { $weeks ->
        [one] Եվս { $weeks } շաբաթ կգրենք, թե ինչ է բաց թողնվել։
       *[other] Եվս { $weeks } շաբաթ կգրենք, թե ինչ է բաց թողնվել։
    }
leaving-done =
    <b>Խանութը դուրս է եկել ծրագրից՝ { $programme }</b>
    Նախկին միավորները կարելի է ծախսել։

rejoin-question = Վերադառնա՞լ ծրագիր՝ { $programme }
rejoin-means = Այս պահից պատվերները նորից միավոր կբերեն։
rejoin-campaigns =
    { $count ->
        [one] Հիմա ընթանում է { $count } քարոզարշավ։
       *[other] Հիմա ընթանում է { $count } քարոզարշավ։
    }
rejoin-done = <b>Խանութը կրկին ծրագրում է՝ { $programme }</b>

button-leave-confirm = Դուրս գալ ծրագրից
button-leave-not = Մնալ
button-rejoin-confirm = Վերադառնալ
button-rejoin-not = Առայժմ չվերադառնալ
button-rejoin = Վերադառնալ ծրագիր
toast-left = Խանութը դուրս է եկել ծրագրից։
toast-rejoined = Խանութը կրկին ծրագրում է։
