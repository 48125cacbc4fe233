"""The page that describes every route: whole, by itself, and nothing in it from anywhere else."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.api.app import PREFIX, ways
from tests.bot.api.conftest import Served

WAYS = [way for way in ways() if way.route.include_in_schema]


class Found(HTMLParser):
    """What a page names and points to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.elsewhere: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and (value or "").startswith("#"):
                self.targets.add((value or "")[1:])
            elif name in ("href", "src", "action", "srcset", "data"):
                self.elsewhere.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


async def page_of(served: Served) -> Found:
    async with served.client() as client:
        return Found((await client.get("/docs")).text)


async def test_it_needs_no_token_and_may_do_nothing_but_look_as_it_does(served: Served) -> None:
    async with served.client() as client:
        answer = await client.get("/docs")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")


async def test_nothing_comes_from_elsewhere_and_no_program_runs(served: Served) -> None:
    found = await page_of(served)
    assert found.elsewhere == [f"{PREFIX}/openapi.json"]
    assert not found.tags & {"script", "link", "img", "iframe", "form"}
    assert "url(" not in found.text and "@import" not in found.text


async def test_every_route_and_every_shape_is_on_it(served: Served) -> None:
    found = await page_of(served)
    assert [way.path for way in WAYS if f"{way.method} {way.path}" not in found.text] == []
    shapes = served.app.openapi()["components"]["schemas"]
    assert [name for name in shapes if f"shape-{name}" not in found.ids] == []


async def test_every_link_leads_somewhere_and_no_place_has_two(served: Served) -> None:
    found = await page_of(served)
    assert found.targets - set(found.ids) == set()
    assert len(found.ids) == len(set(found.ids))


async def test_every_route_says_in_words_what_it_does(served: Served) -> None:
    described = served.app.openapi()["paths"]
    for way in WAYS:
        operation = described[way.path][way.method.lower()]
        assert operation["summary"] != way.route.name.replace("_", " ").title(), way.path
        assert not operation["summary"].endswith("."), way.path


async def test_what_a_description_holds_is_text_and_not_part_of_the_page(served: Served) -> None:
    served.app.openapi()["info"]["description"] = "<script>alert(1)</script>"
    found = await page_of(served)
    assert "script" not in found.tags
    assert "<script>alert(1)</script>" in found.text
