"""What the subgraph says and does, wherever it runs."""

from pathlib import Path

from graphql import GraphQLError, build_schema

# Your database stands here.
OFFERS = {
    "1": {"id": "1", "title": "A place to learn by working"},
    "2": {"id": "2", "title": "A mentor for six weeks"},
}

SDL = (Path(__file__).parent / "schema.graphql").read_text()

# What every subgraph has beside its own: its SDL, and its entities by their keys.
FEDERATION = """
scalar _Any
union _Entity = ContohOffer | Participant
type _Service { sdl: String! }
extend type Query {
  _service: _Service!
  _entities(representations: [_Any!]!): [_Entity]!
}
"""


def contoh_offer(_, _info, id):
    return OFFERS.get(id)


def contoh_offers(_, info):
    # The gateway asks for the scope too. Decide again: yours is the second wall.
    if "self" in info.context["caller"]["scopes"]:
        return len(OFFERS)
    raise GraphQLError("The token needs the scope self.", extensions={"code": "FORBIDDEN"})


def entities(_, _info, representations):
    find = {"Participant": lambda key: {"id": key["id"]}, "ContohOffer": lambda key: OFFERS.get(key["id"])}
    found = [(key["__typename"], find[key["__typename"]](key)) for key in representations]
    return [entity and {"__typename": name, **entity} for name, entity in found]


def make_schema():
    # Directives of federation are the gateway's business: nothing here runs by them.
    schema = build_schema(SDL + FEDERATION, assume_valid_sdl=True)
    resolvers = {
        "Query": {
            "contohOffer": contoh_offer,
            "_service": lambda *_: {"sdl": SDL},
            "_entities": entities,
        },
        "Participant": {"contohOffers": contoh_offers},
    }
    for name, fields in resolvers.items():
        for field, resolve in fields.items():
            schema.type_map[name].fields[field].resolve = resolve
    schema.type_map["_Entity"].resolve_type = lambda value, *_: value["__typename"]
    return schema
