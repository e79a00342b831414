"""Passages about invented places and people, with sentences that are true of them, for bench/faithful.py.

Each true sentence names its passages by number and says how it was made: "verbatim", "shortened" (a part left out), "moved" (the holder
told first or last), "figures" (numbers or days written otherwise), "joined" (two in one), "passive", "reworded" (other words, one meaning).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A passage: its words, who says it, who published it, on which day (ISO)."""

    text: str
    holders: tuple[str, ...] = ()
    publisher: str = "Ostra Courier"
    published: str = "2031-03-06"


@dataclass(frozen=True)
class True_:
    """A true sentence, the numbers of its passages from 0, how it was made."""

    text: str
    cites: tuple[int, ...]
    made: str


@dataclass(frozen=True)
class Story:
    """Passages and what is true of them. `names` are whole names that stand in them."""

    passages: tuple[Text, ...]
    truths: tuple[True_, ...]
    names: tuple[str, ...]


STORIES = (
    Story(
        (
            Text(
                "The harbour council of Ostra closed the old pier on Tuesday after cracks were found in three of its twelve pillars. "
                "The pier, which was built in 1904, carries about 2,000 passengers a day."
            ),
            Text(
                "Harbour master Mara Quill, who ordered the inspection, said the repair would cost at least 14,000 crowns. "
                "“The pillars may not survive another winter,” Quill told reporters.",
                ("Mara Quill",),
            ),
            Text("Ferry owner Bert Voss denied that his boats had damaged the pier.", ("Bert Voss",)),
            Text("He said the council had ignored two warnings in 2029.", ("Bert Voss",), "Tell Gazette"),
        ),
        (
            True_(
                "The harbour council of Ostra closed the old pier on Tuesday after cracks were found in three of its twelve pillars.",
                (0,),
                "verbatim",
            ),
            True_("The harbour council of Ostra closed the old pier on Tuesday.", (0,), "shortened"),
            True_("The harbour council of Ostra closed the old pier on 4 March 2031.", (0,), "figures"),
            True_("The pier carries about 2,000 passengers a day.", (0,), "shortened"),
            True_("Mara Quill said the repair would cost at least 14,000 crowns.", (1,), "shortened"),
            True_("The repair would cost at least fourteen thousand crowns, Mara Quill said.", (1,), "moved"),
            True_("Bert Voss denied that his boats had damaged the pier.", (2,), "shortened"),
            True_("Bert Voss said the council had ignored two warnings in 2029.", (3,), "moved"),
            True_(
                "Mara Quill said the repair would cost at least 14,000 crowns, while Bert Voss denied that his boats had damaged the pier.",
                (1, 2),
                "joined",
            ),
            True_("The old pier was closed on Tuesday by the harbour council of Ostra.", (0,), "passive"),
            True_("Ostra's harbour authorities shut the old pier because several of its supports had cracked.", (0,), "reworded"),
            True_("Quill fears that the pillars may not last through another winter.", (1,), "reworded"),
        ),
        ("Mara Quill", "Bert Voss", "Ostra"),
    ),
    Story(
        (
            Text(
                "Lena Orre beat Tomas Fell in the vote for mayor of Brask by 812 votes, the election office said on Sunday.",
                ("election office",),
                published="2031-05-12",
            ),
            Text(
                "Fell, a former teacher, called the result “a fair defeat” and wished Orre luck.", ("Tomas Fell",), published="2031-05-12"
            ),
            Text(
                "Orre promised to lower the price of school meals before the summer. The council will vote on her plan in June.",
                ("Lena Orre",),
                published="2031-05-12",
            ),
            Text("Turnout fell to 41 per cent, down from 56 per cent four years earlier.", (), "Brask Post", "2031-05-13"),
        ),
        (
            True_("Lena Orre beat Tomas Fell in the vote for mayor of Brask by 812 votes, the election office said.", (0,), "shortened"),
            True_("The election office said Lena Orre beat Tomas Fell in the vote for mayor of Brask by 812 votes.", (0,), "moved"),
            True_("According to the election office, Orre beat Fell in the vote for mayor of Brask by 812 votes.", (0,), "moved"),
            True_("Fell called the result “a fair defeat” and wished Orre luck.", (1,), "shortened"),
            True_("Orre promised to lower the price of school meals before the summer.", (2,), "verbatim"),
            True_("Turnout fell to 41 percent.", (3,), "shortened"),
            True_("Turnout fell to 41%, down from 56% four years earlier.", (3,), "figures"),
            True_("According to the Brask Post, turnout fell to 41 per cent.", (3,), "moved"),
            True_("Fell was beaten by Orre in the vote for mayor of Brask.", (0,), "passive"),
            True_("Lena Orre won Brask's mayoral election against Tomas Fell, officials announced.", (0,), "reworded"),
            True_("Fewer people voted than four years ago.", (3,), "reworded"),
        ),
        ("Lena Orre", "Tomas Fell", "Brask"),
    ),
    Story(
        (
            Text(
                "Fourteen fishing boats sank in the storm off Tarnholm, the coast guard said on 3 March 2031.",
                ("coast guard",),
                published="2031-03-04",
            ),
            Text("At least nine sailors were rescued by helicopter, and two are still missing.", (), "Tarnholm Daily", "2031-03-04"),
            Text("Prices at the fish market rose by 12 per cent on Wednesday, traders said.", ("traders",), published="2031-03-06"),
            Text("Captain Ines Calder confirmed that her crew had ignored the storm warning.", ("Ines Calder",), published="2031-03-06"),
            Text("The union of sailors rejected a proposal to ban winter fishing.", (), "Tarnholm Daily", "2031-03-06"),
        ),
        (
            True_("Fourteen fishing boats sank in the storm off Tarnholm, the coast guard said.", (0,), "shortened"),
            True_("The coast guard said 14 fishing boats sank in the storm off Tarnholm.", (0,), "moved"),
            True_("At least nine sailors were rescued by helicopter, and two are still missing.", (1,), "verbatim"),
            True_("At least nine sailors were rescued by helicopter.", (1,), "shortened"),
            True_("Prices at the fish market rose by 12 per cent on 5 March 2031, traders said.", (2,), "figures"),
            True_("Traders said prices at the fish market rose by 12 per cent.", (2,), "moved"),
            True_("Ines Calder confirmed that her crew had ignored the storm warning.", (3,), "shortened"),
            True_("The union of sailors rejected a proposal to ban winter fishing.", (4,), "verbatim"),
            True_(
                "The coast guard said 14 fishing boats sank in the storm off Tarnholm, and at least nine sailors "
                "were rescued by helicopter.",
                (0, 1),
                "joined",
            ),
            True_("A proposal to ban winter fishing was rejected by the union of sailors.", (4,), "passive"),
            True_("Sailors do not want winter fishing to be forbidden.", (4,), "reworded"),
        ),
        ("Ines Calder", "Tarnholm"),
    ),
    Story(
        (
            Text("Police in Velm arrested Jory Tarn on Friday on suspicion of forging 300 train tickets.", (), "Velm Herald", "2031-07-12"),
            Text("Tarn's lawyer, Edda Moss, said her client was innocent and would appeal.", ("Edda Moss",), "Velm Herald", "2031-07-12"),
            Text(
                "A judge may release Tarn if he pays 5,000 crowns. The trial is expected to begin in October.",
                (),
                "Velm Herald",
                "2031-07-13",
            ),
            Text(
                "The railway company lost about 40,000 crowns, according to its spokeswoman Pia Rusk.",
                ("Pia Rusk",),
                "Velm Herald",
                "2031-07-13",
            ),
        ),
        (
            True_("Police in Velm arrested Jory Tarn on Friday on suspicion of forging 300 train tickets.", (0,), "verbatim"),
            True_(
                "Police in Velm arrested Jory Tarn on 11 July 2031 on suspicion of forging three hundred train tickets.", (0,), "figures"
            ),
            True_("Edda Moss said her client was innocent and would appeal.", (1,), "shortened"),
            True_("A judge may release Tarn if he pays 5,000 crowns.", (2,), "verbatim"),
            True_("The trial is expected to begin in October.", (2,), "verbatim"),
            True_("Pia Rusk said the railway company lost about 40,000 crowns.", (3,), "moved"),
            True_("According to Pia Rusk, the railway company lost about 40,000 crowns.", (3,), "moved"),
            True_("Jory Tarn was arrested by police in Velm on Friday.", (0,), "passive"),
            True_(
                "Police in Velm arrested Jory Tarn on suspicion of forging 300 train tickets, but Edda Moss said her "
                "client was innocent and would appeal.",
                (0, 1),
                "joined",
            ),
            True_("A man is suspected of having forged hundreds of train tickets.", (0,), "reworded"),
        ),
        ("Jory Tarn", "Edda Moss", "Pia Rusk", "Velm"),
    ),
    Story(
        (
            Text(
                "The university of Holt opened a laboratory for snow research on Monday. It cost 3.2 million crowns and employs 18 people.",
                (),
                "Holt Review",
                "2031-01-15",
            ),
            Text(
                "Professor Alba Finn, the head of the laboratory, said that glaciers near Holt had lost a third of their ice since 1990.",
                ("Alba Finn",),
                "Holt Review",
                "2031-01-15",
            ),
            Text("“We do not know how fast it will go,” Finn said.", ("Alba Finn",), "Holt Review", "2031-01-15"),
            Text(
                "Minister Karl Oster doubted the figures. He has not read the study, his office said.",
                ("Karl Oster",),
                "Holt Review",
                "2031-01-16",
            ),
        ),
        (
            True_("The university of Holt opened a laboratory for snow research on Monday.", (0,), "verbatim"),
            True_("The university of Holt opened a laboratory for snow research on 13 January 2031.", (0,), "figures"),
            True_("Alba Finn said that glaciers near Holt had lost a third of their ice since 1990.", (1,), "shortened"),
            True_("Glaciers near Holt had lost a third of their ice since 1990, Alba Finn said.", (1,), "moved"),
            True_("According to Professor Alba Finn, glaciers near Holt had lost a third of their ice since 1990.", (1,), "moved"),
            True_("“We do not know how fast it will go,” Finn said.", (2,), "verbatim"),
            True_("Minister Karl Oster doubted the figures.", (3,), "verbatim"),
            True_(
                "Alba Finn said that glaciers near Holt had lost a third of their ice since 1990, but Minister Karl "
                "Oster doubted the figures.",
                (1, 3),
                "joined",
            ),
            True_("A laboratory for snow research was opened on Monday by the university of Holt.", (0,), "passive"),
            True_("The new snow laboratory in Holt has a staff of 18.", (0,), "reworded"),
        ),
        ("Alba Finn", "Karl Oster", "Holt"),
    ),
    Story(
        (
            Text(
                "Chipmaker Norvane agreed to buy its rival Quartel for 1.5 billion crowns, both companies announced on Thursday.",
                ("Norvane", "Quartel"),
                "Market Letter",
                "2031-09-19",
            ),
            Text("Shares of Quartel rose 23 per cent, while those of Norvane fell 4 per cent.", (), "Market Letter", "2031-09-19"),
            Text("The deal could cost up to 600 jobs, the union warned.", ("union",), "Market Letter", "2031-09-20"),
            Text("Norvane chief Ruth Adar said no factory would be closed before 2034.", ("Ruth Adar",), "Market Letter", "2031-09-20"),
            Text("The competition office has not yet approved the purchase.", (), "Market Letter", "2031-09-20"),
        ),
        (
            True_("Norvane agreed to buy its rival Quartel for 1.5 billion crowns, both companies announced.", (0,), "shortened"),
            True_("Both companies announced that chipmaker Norvane agreed to buy its rival Quartel for 1.5 billion crowns.", (0,), "moved"),
            True_("Shares of Quartel rose 23 per cent, while those of Norvane fell 4 per cent.", (1,), "verbatim"),
            True_("Shares of Quartel rose 23 percent.", (1,), "shortened"),
            True_("The union warned the deal could cost up to 600 jobs.", (2,), "moved"),
            True_("The union said the deal could cost up to 600 jobs.", (2,), "moved"),
            True_("Ruth Adar said no factory would be closed before 2034.", (3,), "shortened"),
            True_("The competition office has not yet approved the purchase.", (4,), "verbatim"),
            True_(
                "The union warned the deal could cost up to 600 jobs, but Ruth Adar said no factory would be closed before 2034.",
                (2, 3),
                "joined",
            ),
            True_("The purchase has not yet been approved by the competition office.", (4,), "passive"),
            True_("Quartel became more valuable on the stock market.", (1,), "reworded"),
        ),
        ("Ruth Adar", "Norvane", "Quartel"),
    ),
    Story(
        (
            Text("A fire destroyed the town library of Emsel on the night of 2 April. Nobody was hurt.", (), "Emsel News", "2031-04-04"),
            Text(
                "Fire chief Oda Brandt said the cause was not known. She did not rule out arson.",
                ("Oda Brandt",),
                "Emsel News",
                "2031-04-04",
            ),
            Text("More than 60,000 books were lost, among them 212 medieval manuscripts.", (), "Emsel News", "2031-04-04"),
            Text(
                "The library had reportedly no sprinklers. Mayor Ivo Lund rejected the criticism and said that a "
                "plan for them was stopped by the previous council.",
                ("Ivo Lund",),
                "Emsel News",
                "2031-04-05",
            ),
        ),
        (
            True_("A fire destroyed the town library of Emsel on the night of 2 April.", (0,), "verbatim"),
            True_("Fire chief Oda Brandt said the cause was not known.", (1,), "verbatim"),
            True_("The cause was not known, Oda Brandt said.", (1,), "moved"),
            True_("According to fire chief Oda Brandt, the cause was not known.", (1,), "moved"),
            True_("More than 60,000 books were lost.", (2,), "shortened"),
            True_("More than sixty thousand books were lost, among them 212 medieval manuscripts.", (2,), "figures"),
            True_(
                "A fire destroyed the town library of Emsel on the night of 2 April, and more than 60,000 books were lost.",
                (0, 2),
                "joined",
            ),
            True_("The town library of Emsel was destroyed by a fire.", (0,), "passive"),
            True_("It is unclear how the fire in Emsel's library started.", (1,), "reworded"),
        ),
        ("Oda Brandt", "Ivo Lund", "Emsel"),
    ),
    Story(
        (
            Text(
                "The parliament of Sarn voted 87 to 62 on Wednesday to allow the sale of raw milk from 1 January 2032.",
                (),
                "Sarn Tribune",
                "2031-11-13",
            ),
            Text(
                "Health officer Dina Pell opposed the law. “Raw milk can make children very ill,” she said.",
                ("Dina Pell",),
                "Sarn Tribune",
                "2031-11-13",
            ),
            Text("Farmer Otto Rehn, whose farm has 40 cows, welcomed the vote.", ("Otto Rehn",), "Sarn Tribune", "2031-11-13"),
            Text("Sarn banned raw milk in 1974 after 31 people died. Neighbouring Uhl still forbids it.", (), "Sarn Tribune", "2031-11-14"),
        ),
        (
            True_(
                "The parliament of Sarn voted 87 to 62 on Wednesday to allow the sale of raw milk from 1 January 2032.", (0,), "verbatim"
            ),
            True_("The parliament of Sarn voted 87 to 62 to allow the sale of raw milk from 1 January 2032.", (0,), "shortened"),
            True_(
                "The parliament of Sarn voted 87 to 62 on 12 November 2031 to allow the sale of raw milk from 1 January 2032.",
                (0,),
                "figures",
            ),
            True_("Health officer Dina Pell opposed the law.", (1,), "verbatim"),
            True_("Dina Pell opposed the law.", (1,), "shortened"),
            True_("Otto Rehn welcomed the vote.", (2,), "shortened"),
            True_("Sarn banned raw milk in 1974 after 31 people died.", (3,), "verbatim"),
            True_("Sarn banned raw milk in 1974.", (3,), "shortened"),
            True_("Dina Pell opposed the law, while Otto Rehn welcomed the vote.", (1, 2), "joined"),
            True_("Raw milk was banned in 1974 by Sarn.", (3,), "passive"),
            True_("From 2032 on, people in Sarn can buy unpasteurised milk.", (0,), "reworded"),
        ),
        ("Dina Pell", "Otto Rehn", "Sarn", "Uhl"),
    ),
    Story(
        (
            Text(
                "Runner Zita Morn won the Lake Ullen marathon in 2 hours and 24 minutes, ahead of Kaja Brink.",
                (),
                "Ullen Sport",
                "2031-06-09",
            ),
            Text(
                "Brink led until the 38th kilometre but then stumbled. “I have no excuse,” she said.",
                ("Kaja Brink",),
                "Ullen Sport",
                "2031-06-09",
            ),
            Text("Organisers disqualified five runners because they had taken a shortcut.", (), "Ullen Sport", "2031-06-09"),
            Text("Morn's trainer Pavel Stig said she would not run in the autumn.", ("Pavel Stig",), "Ullen Sport", "2031-06-10"),
        ),
        (
            True_("Zita Morn won the Lake Ullen marathon in 2 hours and 24 minutes, ahead of Kaja Brink.", (0,), "shortened"),
            True_("Runner Zita Morn won the Lake Ullen marathon in two hours and 24 minutes, ahead of Kaja Brink.", (0,), "figures"),
            True_("Organisers disqualified five runners because they had taken a shortcut.", (2,), "verbatim"),
            True_("Organisers disqualified five runners.", (2,), "shortened"),
            True_("Pavel Stig said Zita Morn would not run in the autumn.", (3, 0), "reworded"),
            True_("Brink led until the 38th kilometre but then stumbled.", (1,), "verbatim"),
            True_("Five runners were disqualified by organisers because they had taken a shortcut.", (2,), "passive"),
            True_(
                "Zita Morn won the Lake Ullen marathon in 2 hours and 24 minutes, ahead of Kaja Brink, and "
                "organisers disqualified five runners.",
                (0, 2),
                "joined",
            ),
            True_("Kaja Brink came second behind Zita Morn.", (0,), "reworded"),
        ),
        ("Zita Morn", "Kaja Brink", "Pavel Stig", "Lake Ullen"),
    ),
    Story(
        (
            Text(
                "The government of Uhl will send 120 engineers to Sarn to repair the dam at Greyfall, its foreign office said on Monday.",
                ("foreign office",),
                "Uhl Times",
                "2031-02-18",
            ),
            Text(
                "Sarn's prime minister, Hanne Dorf, thanked Uhl but said the dam was not in danger.",
                ("Hanne Dorf",),
                "Uhl Times",
                "2031-02-18",
            ),
            Text(
                "Between 300 and 400 families left their homes below the dam, the Red Lantern aid group estimated.",
                ("Red Lantern",),
                "Uhl Times",
                "2031-02-19",
            ),
            Text(
                "Engineer Timo Karst claimed that the dam had been built with too little steel.", ("Timo Karst",), "Uhl Times", "2031-02-19"
            ),
        ),
        (
            True_(
                "The government of Uhl will send 120 engineers to Sarn to repair the dam at Greyfall, its foreign office said.",
                (0,),
                "shortened",
            ),
            True_("Hanne Dorf thanked Uhl but said the dam was not in danger.", (1,), "shortened"),
            True_("Between 300 and 400 families left their homes below the dam, the Red Lantern aid group estimated.", (2,), "verbatim"),
            True_("The Red Lantern aid group estimated that between 300 and 400 families left their homes below the dam.", (2,), "moved"),
            True_("Timo Karst claimed that the dam had been built with too little steel.", (3,), "shortened"),
            True_("The dam had been built with too little steel, Timo Karst claimed.", (3,), "moved"),
            True_("Timo Karst said the dam had been built with too little steel.", (3,), "moved"),
            True_(
                "Timo Karst claimed that the dam had been built with too little steel, while the Red Lantern aid "
                "group estimated that between 300 and 400 families left their homes below the dam.",
                (2, 3),
                "joined",
            ),
            True_("Uhl is going to help its neighbour with the repair of a dam.", (0,), "reworded"),
        ),
        ("Hanne Dorf", "Timo Karst", "Uhl", "Sarn", "Greyfall"),
    ),
)
