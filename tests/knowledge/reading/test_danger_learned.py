"""The learned half of the watch: it ships what the messages teach, and reads long stories and short answers."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import TRAINING
from knowledge.errors import FileError
from knowledge.evaluation.danger import noticed, read_told
from knowledge.reading import danger_teaching
from knowledge.reading.danger import read_danger
from knowledge.reading.danger_ages import ages_told
from knowledge.reading.danger_lines import MODEL, NEEDED, Lines, Watch
from knowledge.reading.danger_signs import Notions, signs
from knowledge.tables import read_tables

AT_LEAST = {"urgent": 0.82, "rest": 0.82}  # of our own test messages, which are more roundabout than most people are
AT_MOST = 0.1

TAUGHT = """\
self_harm\t我想从楼顶跳下去
self_harm\t不想活了 想从楼顶跳下去
accident_now\t有人从楼顶掉下去了 流了好多血
accident_now\t他掉下去了 流了好多血
none\t楼顶的活干完了 工资没给
none\t工资没给 去年的活干完了
none\t老板不给工资
none\t加班工资没给
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few messages and what they taught."""
    folder = tmp_path_factory.mktemp("training")
    (folder / "danger").mkdir()
    (folder / "danger" / "a.tsv").write_text(TAUGHT, "utf-8")
    (folder / "wages.tsv").write_text("wages\t工资没给怎么办\nwages\t老板拖着工资\n", "utf-8")
    danger_teaching.write(folder / "danger.npz", folder)
    return folder


def test_enough_of_our_own_messages_is_noticed_and_not_too_much() -> None:
    """
    Messages that nobody learned from: a change that notices less, or sees danger everywhere, is held here.
    """
    found = noticed(read_told(), read_danger)

    assert all(found[name] >= least for name, least in AT_LEAST.items()), found
    assert found["none"] <= AT_MOST


def test_the_lines_that_ship_were_taught_by_the_messages_that_ship() -> None:
    """
    Whoever changes a message, a notion or how signs are read is told by this test to run `make knowledge-model`.
    """
    assert str(read_tables(MODEL, NEEDED)["fingerprint"]) == danger_teaching.fingerprint()


def test_the_lines_stay_small() -> None:
    """
    They go with every copy of the project.
    """
    assert MODEL.stat().st_size < 600_000


def test_no_test_message_was_learned_from() -> None:
    """
    What is measured must be new to the reader.
    """
    learned = {text for _, text in danger_teaching.labelled(TRAINING / "danger")}

    assert not learned & {it.text for it in read_told()}


STORY = (
    "我在工地上贴瓷砖，从三月干到六月，说好一天二百八，老板说等甲方结账，给了五千块生活费，后来就不接电话了。"
    "我去项目部找过四回，让我找劳务公司，劳务公司又说找班长。{}"
    "工资表上有我的名字，考勤是带班的记的，我手机里有照片，身份证复印件也交了，想问问这个钱还能不能要回来，要带什么材料。"
)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("昨天晚上我把农药都倒在碗里了，就差喝下去。", "self_harm"),
        ("他叫了七八个人拿着钢管在宿舍门口等我，说要打断我的腿。", "violence"),
        ("现在把我们锁在工棚里，不让出大门，手机也收走了。", "captivity"),
    ],
)
def test_danger_in_the_middle_of_a_long_story_does_not_drown(said: str, label: str) -> None:
    """
    Two hundred characters about wages, and one sentence that somebody has to read at once.
    """
    assert read_danger(STORY.format("")) is None
    assert read_danger(STORY.format(said)) == label


@pytest.mark.parametrize(
    "said",
    [
        "我今年十四 在厂里打螺丝",
        "表妹12岁在服装厂剪线头",
        "我弟初二没读了 在工地搬砖",
        "属蛇的 今年十三 在砖厂码坯",
        "我是2013年的 在饭店洗碗",
    ],
)
def test_a_child_at_work_is_known_by_age_class_or_year(said: str) -> None:
    """
    Nobody writes "child labour": he writes how old the child is, in his own way.
    """
    assert read_danger(said) == "child_labour"


@pytest.mark.parametrize(
    "answer",
    [
        "秦州区",
        "麦积区花牛镇",
        "老王",
        "三楼",
        "八万五",
        "就我自己",
        "没有合同",
        "不知道",
        "晚上打",
        "砖厂",
        "改一下",
        "桥南",
        "育才小学工地",
        "走了",
    ],
)
def test_an_answer_in_the_form_is_no_danger(answer: str) -> None:
    """
    Two or three characters say little; the form must go on.
    """
    assert read_danger(answer) is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("我十四", ["age child said"]),
        ("十二三岁", ["age child"]),
        ("干了十五天", []),
        ("在13楼", []),
        ("今年三十五岁", ["age grown"]),
        ("初二没读", ["class", "class left"]),
        ("属蛇", ["animal"]),
        ("一百多人", ["crowd"]),
        ("没满十六", ["age limit", "age young said"]),
    ],
)
def test_ages_are_told_in_many_ways(said: str, told: list[str]) -> None:
    """
    A number that counts days or floors is no age.
    """
    assert sorted(name for name, _ in ages_told(said)) == told


@given(st.text(max_size=400))
def test_the_signs_of_any_text_can_be_read(text: str) -> None:
    """
    Whatever is typed, each stretch has each of its signs once.
    """
    its = signs(text, Notions({}, {}, frozenset()))
    pairs = list(zip(its.stretch.tolist(), its.codes.tolist(), strict=True))

    assert len(pairs) == len(set(pairs))
    assert all(0 <= stretch < its.stretches for stretch, _ in pairs)


@pytest.mark.parametrize("piece", ["啊", "a", "a ", "打 ", "1", "\u0301"])
def test_millions_of_letters_are_listened_to_without_trouble(piece: str) -> None:
    """
    Nobody can keep us busy with one message, however long: what comes after the beginning is not weighed.
    """
    assert read_danger(piece * 5_000_000) is None


def test_what_is_taught_is_noticed(small: Path) -> None:
    """
    New words around what the messages had in common.
    """
    watch = Watch(Lines.stored(read_tables(small / "danger.npz", NEEDED)), Notions.read())

    assert watch.read("我现在要从楼顶跳下去").side > watch.read("老板不给加班工资").side


def test_teaching_twice_gives_the_same_file(small: Path, tmp_path: Path) -> None:
    """
    The lines can be written again to the byte.
    """
    danger_teaching.write(tmp_path / "again.npz", small)

    assert (tmp_path / "again.npz").read_bytes() == (small / "danger.npz").read_bytes()


def test_a_label_that_is_no_danger_is_named(tmp_path: Path) -> None:
    """
    Whoever mistypes a label reads which, and what there is.
    """
    (tmp_path / "danger").mkdir()
    (tmp_path / "danger" / "a.tsv").write_text("selfharm\t我想死\n", "utf-8")

    with pytest.raises(FileError, match="'selfharm' is no danger"):
        danger_teaching.lessons(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no model at all", b"PK\x03\x04 broken", None])
def test_broken_lines_are_named(tmp_path: Path, content: bytes | None) -> None:
    """
    A file that was cut off in the middle, or left out, is named with what to do.
    """
    if content is not None:
        (tmp_path / "danger.npz").write_bytes(content)

    with pytest.raises(FileError, match="make knowledge-model"):
        read_tables(tmp_path / "danger.npz", NEEDED)


def test_listening_needs_no_teacher() -> None:
    """
    A process that only listens never loads scikit-learn.
    """
    listens = "import sys; from knowledge.reading.danger import read_danger; read_danger('?'); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", listens], capture_output=True, text=True, check=True).stdout.split()

    assert "numpy" in loaded
    assert "sklearn" not in loaded
