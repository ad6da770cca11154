from knowledge.features import ChineseFeatures, EnglishFeatures, is_chinese, plain
from knowledge.search import Index
from knowledge.words import Words

PAIRS = [
    ("bread", "面包怎么烤才松软"),
    ("bread", "面包发不起来怎么办"),
    ("bread", "烤面包要多少度"),
    ("bike", "自行车链条掉了怎么装"),
    ("bike", "自行车刹车不灵怎么办"),
    ("bike", "自行车怎么补胎"),
]


def test_a_question_finds_the_topic_whose_sentences_it_resembles() -> None:
    """
    A worker who words his question in his own way reaches the topic that others asked about alike.
    """
    index = Index.of(PAIRS, ChineseFeatures(Words()))

    ranked = index.rank("我的自行车刹车坏了")

    assert ranked[0].topic == "bike"
    assert 0 < ranked[0].score <= 1


def test_a_question_that_shares_nothing_finds_nothing() -> None:
    """
    A question in characters we have never seen reaches no topic.
    """
    assert Index.of(PAIRS, ChineseFeatures(Words())).rank("Ω≈ç√∫") == []


def test_an_index_without_sentences_finds_nothing() -> None:
    """
    A hotline without English articles answers no English question instead of failing.
    """
    assert Index.of([], EnglishFeatures()).rank("where is my pay") == []


def test_foreign_matter_lowers_the_score() -> None:
    """
    A question that is mostly about something else is further away than the plain question.
    """
    index = Index.of(PAIRS, ChineseFeatures(Words()))

    plain_score = index.rank("自行车怎么补胎")[0].score
    assert plain_score > 2 * index.rank("自行车怎么补胎" + "今儿去赶集碰见老同学聊起当年放羊捉鱼的旧事")[0].score


def test_full_width_letters_and_numbers_compare_alike() -> None:
    """
    A worker's keyboard, full-width or not, makes no difference; only the public lines keep their digits.
    """
    assert plain("欠我５０００元！！") == plain("欠我4321元")
    assert plain("打12351") != plain("打12348")


def test_english_is_told_from_chinese() -> None:
    """
    A message goes to the index of the language it is written in, whatever language the page is set to.
    """
    assert is_chinese("老板 is bad")
    assert is_chinese("12351")
    assert not is_chinese("my boss")


def test_our_own_words_are_not_cut_apart() -> None:
    """
    Words of the trade and of the region stay whole when a sentence is cut.
    """
    assert "要不来" in Words().cut("工钱要不来")
    assert "农民工工资专户" in Words().cut("农民工工资专户里没钱")
