from knowledge.catalogue import Sentence
from knowledge.features import ChineseFeatures
from knowledge.learning import learn
from knowledge.separating import Separator
from knowledge.words import shared_words

POSTED = 5.0
POSTS = [
    *(Sentence(("insurance",), f"{who}不给我们上保险", POSTED) for who in ("厂里", "公司", "老板", "店里")),
    *(Sentence(("wages",), f"{who}拖着工资一直不发", POSTED) for who in ("厂里", "公司", "老板", "店里")),
    *(Sentence(("other-chat",), f"{when}天气怎么样", POSTED) for when in ("今天", "明天", "后天", "周末")),
]


def how_far(topic: str, text: str, sentences: list[Sentence]) -> float:
    """How far a text lies on a topic's side of the line that these sentences draw."""
    features = ChineseFeatures(shared_words())
    lines = Separator.stored(learn(sentences, features))
    said = lines.scores(features.codes(text))
    assert said is not None
    return float(said[0][lines.topics.index(topic)])


def test_a_sentence_written_for_one_topic_does_not_speak_against_another_that_posts_would_give_it() -> None:
    """
    Whoever wrote thirty sentences for "wages" named no other topic, though some of them fit one as well.
    """
    written = [Sentence(("wages",), "厂里不给我们上保险") for _ in range(60)]

    assert how_far("insurance", "厂里不给我们上保险", [*POSTS, *written]) > 0


def test_a_post_speaks_against_every_topic_it_does_not_name() -> None:
    posted = [Sentence(("wages",), "厂里不给我们上保险", POSTED) for _ in range(60)]

    assert how_far("insurance", "厂里不给我们上保险", [*POSTS, *posted]) < 0
