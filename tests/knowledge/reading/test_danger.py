from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import FieldError
from knowledge.reading.danger import DANGERS, read_danger, read_phrases


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("钱要不到 我活着还有啥意思", "self_harm"),
        ("我站在楼顶了 你们告诉他", "self_harm"),
        ("农药都倒碗里了", "self_harm"),
        ("我走不动了 遗书写好放桌上了", "self_harm"),
        ("今晚我就拿刀去找他", "violence"),
        ("再不给钱就把他仓库烧了", "violence"),
        ("大不了跟他同归于尽", "violence"),
        ("把我们锁在宿舍里 门口有人看着", "captivity"),
        ("保安不让我们出大门 走就打", "captivity"),
        ("身份证和手机都收走了 关在院子里", "captivity"),
        ("架子塌了 底下还压着两个人", "accident_now"),
        ("触电了 叫不醒", "accident_now"),
        ("手让机器绞了 血止不住", "accident_now"),
        ("我们几十个人明天去堵政府大门", "unrest"),
        ("工友们都爬塔吊上去了", "unrest"),
        ("厂里有个十三岁的娃在干活", "child_labour"),
        ("饭店里雇的小学生在洗碗", "child_labour"),
        ("I don't want to live any more", "self_harm"),
        ("They locked us in and won't let us leave", "captivity"),
        ("Tomorrow I will kill him", "violence"),
        ("He fell and is unconscious", "accident_now"),
        ("工友摔下来流了一地血", "accident_now"),
        ("有人埋在土里了", "accident_now"),
        ("太热了他中暑昏倒了", "accident_now"),
        ("保安打我们", "violence"),
        ("想死", "self_harm"),
        ("救命", "captivity"),
        ("着火了！", "accident_now"),
        ("打人了", "violence"),
        ("身份证扣着不让走", "captivity"),
        ("The boss beat me", "violence"),
        ("Two workers fainted", "accident_now"),
    ],
)
def test_danger_is_noticed_by_what_people_say(said: str, label: str) -> None:
    """
    Somebody in danger, or who sees others in danger, is noticed in his own words.
    """
    assert read_danger(said) == label


@pytest.mark.parametrize(
    "said",
    [
        "",
        "老板拖欠我三个月工资怎么办",
        "商场跳楼价卖鞋 我在里面站柜台没给工钱",
        "这活累死了 加班费还不给",
        "老板笑死我了 说下辈子给我涨工资".replace("下辈子", "明年"),
        "我是干架子工的 打工十年了",
        "爬塔吊讨薪犯法吗",
        "新闻里有人拿刀讨薪判了几年",
        "前年在工地摔断腿 现在想问伤残赔偿",
        "堵大门要工钱违法吗",
        "未满十六岁能打工吗",
        "我家娃今年十岁 我在电子厂上班没签合同",
        "老板被抓了 工资找谁要",
        "厂子关门了 还欠我工资",
        "房东砍价太狠",
        "拼命加班 一分加班费没有",
        "打电话打了几十遍都不接",
        "给我打了个白条",
        "we are 12 people on site in Maiji, boss owes 80000",
    ],
)
def test_what_only_sounds_dangerous_is_let_pass(said: str) -> None:
    """
    Idioms, the past, the news and questions of law are answered as what they are.
    """
    assert read_danger(said) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(said: str) -> None:
    """
    Whatever is typed, the answer is one of the six dangers or none.
    """
    assert read_danger(said) in (*DANGERS, None)


@pytest.mark.parametrize("broken", ["(", "{them"])
def test_a_broken_phrase_is_named(tmp_path: Path, broken: str) -> None:
    """
    A lawyer who mistypes a phrase reads where, instead of danger going unnoticed.
    """
    file = tmp_path / "danger.yaml"
    text = "names: {}\nidioms: [a]\nexcuses: {law: [b]}\n"
    text += f"rules: [{{label: violence, said: ['{broken}('], unless: []}}]\n"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(FieldError, match=r"rules\[0\]\.said"):
        read_phrases(file)
