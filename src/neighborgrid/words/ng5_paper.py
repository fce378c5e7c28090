"""Sentences of findings NG54x and above: papers to print."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG540": Sentence(
        "error",
        zh=("--font-dir 指的文件夹不存在。", "请检查文件夹的名字；不加 --font-dir 时用自带的黑体。"),
        en=(
            "The folder given to --font-dir does not exist.",
            "Check its name; without --font-dir the font that comes with the program is used.",
        ),
    ),
    "NG541": Sentence(
        "error",
        zh=(
            "--font-dir 指的文件夹里没有能用的字体。",
            "请把 .ttf、.otf、.ttc 或 .otc 字体文件放进去，或者不加 --font-dir。",
        ),
        en=(
            "The folder given to --font-dir holds no font that can be used.",
            "Put .ttf, .otf, .ttc or .otc font files into it, or leave out --font-dir.",
        ),
    ),
    "NG542": Sentence(
        "warning",
        zh=("这个字体文件读不了，没有用它。", "请换一份完好的字体文件，或者把它移走。"),
        en=("This font file cannot be read and is not used.", "Replace it by a sound copy, or remove it."),
    ),
    "NG543": Sentence(
        "warning",
        zh=(
            "有 {kinds} 个字所有字体里都没有，印不出来，涉及 {count} 处：{characters}。",
            "请用 --font-dir 给出有这些字的字体，或者在表里改用通行的写法。",
        ),
        en=(
            "No font has {kinds} of the characters, so they cannot be printed, in {count} texts: {characters}.",
            "Name a folder with a font that has them by --font-dir, or write them in the sheet in another form.",
        ),
    ),
    "NG544": Sentence(
        "note",
        zh=("少数生僻字用本机的字体“{family}”补上，换一台电脑印出来可能不同。", ""),
        en=(
            'Some rare characters are taken from this computer\'s font "{family}"; '
            "on another computer they may look different.",
            "",
        ),
    ),
    "NG545": Sentence(
        "error",
        zh=("这个模板文件读不了（{detail}）。", "请检查文件名，并用 UTF-8 编码保存。"),
        en=("This template cannot be read ({detail}).", "Check its name, and save it as UTF-8."),
    ),
    "NG546": Sentence(
        "error",
        zh=("模板有误：{detail}。", "请改这一行；不加 --template 时用自带的模板。"),
        en=(
            "The template is wrong: {detail}.",
            "Mend this line; without --template the built-in one is used.",
        ),
    ),
    "NG547": Sentence(
        "error",
        zh=("排版程序中途停了，可能是内存不够。", "请关闭别的程序再试，或者用 --only 分村打印。"),
        en=(
            "The typesetter stopped; perhaps the memory ran out.",
            "Close other programs and try again, or print village by village with --only.",
        ),
    ),
    "NG548": Sentence(
        "error",
        zh=(
            "安排表有 {count} 处不合规则，没有写出文件；前面列出了其中几处。",
            "请先运行 neighborgrid validate 并改好；确实要看样子，加 --force，写出的会标明“草稿”。",
        ),
        en=(
            "The plan breaks its rules (breaches: {count}), so nothing was written; some of them stand above.",
            "Run neighborgrid validate and mend it; to see how it looks add --force: what is written is marked as a draft.",
        ),
    ),
    "NG549": Sentence(
        "warning",
        zh=("安排表有 {count} 处不合规则，写出的都标明了“草稿”。", "请不要发出，改好安排表再做。"),
        en=(
            "The plan breaks its rules (breaches: {count}); what is written is marked as a draft.",
            "Do not hand it out; mend the plan, then write it again.",
        ),
    ),
    "NG550": Sentence(
        "warning",
        zh=(
            "{count} 名党员没有能打的电话，他们联系的户的卡上印的是带队人的电话：{ids}。",
            "请补上电话后再印。",
        ),
        en=(
            "{count} members have no phone that can be called; their households' cards carry the leader's number: {ids}.",
            "Add the phones and print again.",
        ),
    ),
    "NG565": Sentence(
        "warning",
        zh=(
            "{count} 名党员没有能打的电话，他们的带队人也没有：{ids}。卡上没有能打的党员电话。",
            "请补上电话，或者用 --set cards.service_number=号码 印上村里的电话。",
        ),
        en=(
            "{count} members have no phone that can be called, nor has their leader: {ids}. Their cards carry no number of a member.",
            "Add the phones, or print the village's number with --set cards.service_number=NUMBER.",
        ),
    ),
    "NG566": Sentence(
        "warning",
        zh=(
            "{count} 张卡上有太长的文字，用最小的字也超出了位置：{ids}。",
            "请换大一些的版式（--layout），或者改短。",
        ),
        en=(
            "{count} cards have text that is too long even in the smallest type: {ids}.",
            "Choose a larger layout (--layout), or shorten it.",
        ),
    ),
    "NG555": Sentence(
        "warning",
        zh=(
            "连心笔记本或签收表上有 {count} 处文字太长，用最小的字也超出了格子：{ids}。",
            "请在安排表里改短后再印。",
        ),
        en=(
            "{count} texts in notebooks or receipt sheets are too long even in the smallest type: {ids}.",
            "Shorten them in the plan and print again.",
        ),
    ),
    "NG556": Sentence(
        "note",
        zh=("{count} 户没有电话，连心笔记本上留了空，走访时可以补上。", ""),
        en=("{count} households have no phone; their notebooks leave a blank to fill in on a visit.", ""),
    ),
    "NG557": Sentence(
        "warning",
        zh=(
            "没有可印的：安排表里没有要发笔记本或联心卡的户。",
            "请看看安排表里有没有户，是不是都还没有联户党员。",
        ),
        en=(
            "There is nothing to print: the plan has no household for a notebook or a card.",
            "See whether the plan has households, and whether they have members.",
        ),
    ),
    "NG567": Sentence(
        "error",
        zh=(
            "--only 后面的内容在安排表里没有找到；相近的有：{near}。",
            "请写村名、村名/组、服务圈、党员编号或户编号。",
        ),
        en=(
            "Nothing in the plan is called what --only asks for; similar: {near}.",
            "Name a village, village/group, circle, member id or household id.",
        ),
    ),
    "NG568": Sentence(
        "error",
        zh=(
            "{key} 会改变安排，打印时不能改。",
            "请用 neighborgrid assign 重新安排；打印时能改的是 visits、cards、boards、words 各项。",
        ),
        en=(
            "{key} would change the plan, which printing does not.",
            "Plan anew with neighborgrid assign; printing takes the settings of visits, cards, boards and words.",
        ),
    ),
    "NG569": Sentence(
        "error",
        zh=(
            "--scale 后面的“{text}”写法不对。",
            "请写校准页上量得的毫米数（90 到 111），例如 98.5，或 98.5x99（横x纵）。",
        ),
        en=(
            '--scale "{text}" is not understood.',
            "Write what the rulers of the calibration page measure (90 to 111 mm), as in 98.5, or 98.5x99 (across x down).",
        ),
    ),
    "NG570": Sentence(
        "error",
        zh=("要写出的文件名要以 {suffix} 结尾，或者是一个文件夹。", "请改 -o 后面的名字。"),
        en=("-o must end in {suffix} or name a folder.", "Change the name after -o."),
    ),
    "NG571": Sentence(
        "error",
        zh=("没有要打印的内容。", "请看看安排表里有没有这些户，或者 --only、--changed-since 选得是否太窄。"),
        en=(
            "There is nothing to print.",
            "See whether the plan has such households, and whether --only or --changed-since leave any.",
        ),
    ),
    "NG551": Sentence(
        "warning",
        zh=(
            "有 {count} 名党员没有电话，公示栏上电话一栏印“—”：{ids}。",
            "请在“党员”里补上电话，改完再印。",
        ),
        en=(
            "{count} members have no phone; the boards show a dash instead: {ids}.",
            "Add their phones in Members, then export again.",
        ),
    ),
    "NG552": Sentence(
        "warning",
        zh=(
            "有 {count} 张公示栏，个别文字缩到最小还是放不下，印出来会超出格子：{ids}。",
            "请看一眼这几张，把过长的名称写短。",
        ),
        en=(
            "On {count} boards a text does not fit even at its least size and runs over its place: {ids}.",
            "Look at these boards, and shorten the names that are too long.",
        ),
    ),
    "NG553": Sentence(
        "note",
        zh=(
            "有 {count} 张公示栏没有服务电话，监督一行只印名称：{ids}。",
            "要印电话，请加 --set cards.service_number=号码。",
        ),
        en=(
            "{count} boards have no service number; their last line names the branch only: {ids}.",
            "To print one, add --set cards.service_number=NUMBER.",
        ),
    ),
    "NG572": Sentence(
        "error",
        zh=("公示栏不列农户。", "确实要列出户主姓名(不张贴)，请同时加 --force。"),
        en=(
            "Boards do not name households.",
            "To name them on a copy that stays inside, add --force as well.",
        ),
    ),
    "NG573": Sentence(
        "error",
        zh=("export all 写出一个文件夹，不是一个文件。", "请在 -o 后面写文件夹的名字。"),
        en=("export all writes a folder, not a file.", "Name a folder after -o."),
    ),
    "NG574": Sentence(
        "error",
        zh=("--only 后面的内容在安排表里没有找到。", "请写村名、村名/组、服务圈、党员编号或户编号。"),
        en=(
            "Nothing in the plan is called what --only asks for.",
            "Name a village, village/group, circle, member id or household id.",
        ),
    ),
    "NG575": Sentence(
        "warning",
        zh=(
            "{count} 张待落实卡上没有能打的电话：{ids}。",
            "请用 --set cards.service_number=号码 印上村里的电话，或者给带队人补上电话。",
        ),
        en=(
            "{count} cards of households that wait carry no phone: {ids}.",
            "Print the village's number with --set cards.service_number=NUMBER, or add the leader's phone.",
        ),
    ),
    "NG576": Sentence(
        "warning",
        zh=("{key} 太长，用最小的字也超出了卡片。", "请改短，或者换大一些的版式（--layout）。"),
        en=(
            "{key} is too long for the card even in the smallest type.",
            "Shorten it, or choose a larger layout (--layout).",
        ),
    ),
    "NG577": Sentence(
        "warning",
        zh=(
            "cards.service_number 里有 {count} 个村名在安排表里没有：{names}。",
            "请检查写法：村名=号码；几个乡镇有同名村时写成 乡镇村名=号码。",
        ),
        en=(
            "cards.service_number names {count} villages that the plan does not have: {names}.",
            "See how they are written: VILLAGE=NUMBER, with the township before it where two have one of that name.",
        ),
    ),
}
