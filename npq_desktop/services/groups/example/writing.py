"""What the people of the example group hand in: invented texts, several for each module.

They differ in length and worth, as real work does, so that reviewing can be tried on them.
"""

from collections.abc import Mapping

REFLECTIONS: Mapping[str, tuple[str, ...]] = {
    "m1": (
        (
            "In my school children are still asked who the mathematicians are, and the same six "
            "hands go up. After the seminar I counted who speaks in my own lessons: eleven of "
            "thirty. I now ask for a minute of talk in pairs before anybody answers. In the second "
            "week it was twenty-three. What I have not solved is how to help colleagues count "
            "without feeling watched."
        ),
        (
            "We changed the names of our tables. They had been called after shapes, from triangles "
            "to hexagons, and every child knew what that meant.\n\nI expected the parents to mind. "
            "Nobody did. Two teachers minded, since they plan by table. We agreed to plan by the "
            "idea that is hard, and to choose who needs more of it after the first ten minutes."
        ),
        (
            "I believed that our culture was good because nobody complained. The survey says "
            "something else: more than half of Year 5 would rather not be asked. I shall read the "
            "answers with the team in September and ask each of them for one routine that makes "
            "being wrong safe."
        ),
        (
            "High expectations meant harder sheets in my school. I now think that it means the "
            "same question for everyone and more ways into it."
        ),
    ),
    "m2": (
        (
            "Cognitive load was a word on a slide until I watched Year 2 copy a number line before "
            "they could use it. Half of the lesson went into drawing. Next day the lines were "
            "printed, and all the talk was about the jump over the ten.\n\nI told the team. One "
            "colleague answered that drawing is part of the mathematics. She is right for the "
            "lesson in which the line is new, and I am right for the lesson after. We wrote that "
            "down as a question to ask of each task: what is the child meant to be thinking about?"
        ),
        (
            "I had taught times tables by songs. The children sing seven sevens and cannot say "
            "what eight sevens are from it. This half-term we build each table from doubles and "
            "fives, and sing afterwards. Five minutes a day, the same five in every class."
        ),
        (
            "Retrieval practice works in my class if the questions come from three weeks ago, not "
            "from yesterday. I kept a grid of what was asked when. It takes me four minutes a "
            "week, and the three children who used to guess now begin by themselves."
        ),
        (
            "The article on worked examples changed one thing: I stop talking while they read one. "
            "It is harder than it sounds."
        ),
    ),
    "m3": (
        (
            "Before the seminar I believed that my colleagues avoided the bar model because they "
            "lacked time. Watching two lessons this week I saw something else: they use it to show "
            "an answer, not to find one. I shall ask the Year 3 team to plan one question together "
            "in which the drawing comes first, and look at the pupils' books with them a fortnight "
            "later."
        ),
        (
            "Our scheme teaches fractions in four separate weeks. I laid the weeks side by side "
            "and found that a child meets a fraction as part of a shape forty times before it is "
            "once a number on a line.\n\nI brought the count to the staff meeting and did not say "
            "what I thought of it. The Year 4 teacher said it for me. We moved the line to the "
            "first week, and two lessons of shading were dropped for it.\n\nWhat I am unsure of is "
            "Year 6, who have had the old order for five years."
        ),
        (
            "Small steps are our strength and our trouble. Every lesson is one step, and nobody "
            "looks up from it. I asked each year group for the three ideas that carry the year. It "
            "took an hour, and place value stood on every list with another meaning. That is where "
            "I start."
        ),
        (
            "I compared what we mean by fluency in Years 1 to 6. Four of six teachers wrote speed. "
            "I wrote speed as well, in the margin of my own plan. The next meeting begins with a "
            "sum that can be done in five ways, and with the question which of them is fluent."
        ),
        (
            "We have no time for a curriculum review. So I take one unit, angles in Year 5, and "
            "ask what must be known before, what is new, and what it is for. If that helps, the "
            "next teacher chooses the next unit."
        ),
    ),
}
DIAGNOSTICS: Mapping[str, tuple[str, ...]] = {
    "m1": (
        (
            "Two of my classes say that mathematics is about being quick. I would begin with "
            "problems that take a whole lesson and have several ways in, and praise a change of "
            "mind aloud."
        ),
        (
            "Girls in Year 6 do as well as boys and choose the easier sheet. I would take the "
            "choice away for half a term and talk with them about what they notice."
        ),
        (
            "Staff say that the children cannot explain. In three lessons nobody was asked to. I "
            "would agree on one sentence to begin with: I know this because."
        ),
    ),
    "m2": (
        (
            "In a Year 4 class several pupils read 3/8 as larger than 3/5 because eight is larger "
            "than five. I would ask them to place both on a number line from 0 to 1 and to say in "
            "words what the denominator counts, before any rule is given."
        ),
        (
            "Year 3 write 304 as 3004. They write what they hear. I would lay hundreds, tens and "
            "ones on a grid and cover each place in turn, saying the number before it is written."
        ),
        (
            "Asked for 52 − 38, nine of twenty-eight wrote 26. They take the smaller digit from "
            "the larger. I would let them check with an empty number line, and ask which answer "
            "can be so."
        ),
    ),
    "m3": (
        (
            "The unit on area comes before multiplication is secure. Pupils count squares in June "
            "as they did in November. I would move it by five weeks and begin with arrays."
        ),
        (
            "Our plan names what is taught and not what must be known before. I would write three "
            "questions to ask in the lesson before each unit begins."
        ),
        (
            "Decimals are taught as money only. Pupils read 0.25 m as twenty-five metres of "
            "something. I would measure first, in metres, and come to money later."
        ),
    ),
    "m4": (
        (
            "Six pupils finish in five minutes and wait. I would give everyone the question that "
            "comes after, and ask those six to write one like it that is wrong on purpose."
        ),
        (
            "The teaching assistant sits with the same four children and tells them the next step. "
            "I would agree on three prompts that give no step away, and change tables every week."
        ),
        (
            "One pupil new to English copies neatly and says nothing. I would show the question "
            "with counters first and learn the words for more, fewer and equal with her whole "
            "table."
        ),
    ),
}
CATCH_UPS = (
    (
        "I watched the recording and read the slides on representation and structure. Two ideas "
        "stay with me: concrete materials must be withdrawn on purpose, and variation shows what "
        "stays the same. I have changed tomorrow's lesson on equivalent fractions accordingly."
    ),
    (
        "The recording was most useful where the group disagreed about setting by ability. I had "
        "thought that we do not set. We do: by table, from September to July. I read the summary "
        "of the evidence that was linked and shall bring it, without my opinion, to the next "
        "meeting of the team."
    ),
)


def work_on(texts: Mapping[str, tuple[str, ...]], module: str, number: int) -> str:
    """The text that the person of this number hands in for a module.

    Modules of another programme, which have no texts here, take those of the last.
    """
    own = texts.get(module) or texts[max(texts)]
    return own[number % len(own)]
