"""What the tests of the knowledge room share: the library as it ships, loaded once, and one written by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.catalogue import read_topics
from knowledge.library import Library

# How long an example takes depends on what else the machine is doing; nothing here promises a time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

WriteArticle = Callable[..., Path]

ARTICLE = """\
---
id: {topic}
title: "{title}"
category: {category}
region: CN
valid_from: 2022-01-01
valid_to: null
reviewed_on: 2026-11-01
review_by: 2027-11-01
lead: ["先把证据存好。", "再去劳动监察。"]
steps: ["写下欠多少、哪几个月。", "存好转账和聊天。"]
watch_out: "别空手签结清。"
questions: [{questions}]
citations:
  - {{law: 劳动法, article: 50, point: "工资按月付"}}
related: [wage-arrears-time-limit]
next: [{{offer: complaint, kind: wages}}, {{offer: person}}]
{more}
---
{body}
"""


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture
def write_article(tmp_path: Path) -> WriteArticle:
    """Write one article that is fine but for what the test changes, and return the folder of articles."""

    def write(
        topic: str = "wage-arrears-first-steps",
        language: str = "zh-CN",
        category: str = "wages",
        title: str = "",
        more: str = "",
        body: str = "",
        change: tuple[str, str] = ("", ""),
    ) -> Path:
        questions = ", ".join(f'"第{n}种问法"' for n in range(15))
        text = ARTICLE.format(
            topic=topic,
            category=category,
            title=title or (read_topics()[topic].title if topic in read_topics() else topic),
            more=more,
            body=body,
            questions=questions,
        ).replace(*change)
        file = tmp_path / "articles" / language / category / f"{topic}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return tmp_path / "articles"

    return write
