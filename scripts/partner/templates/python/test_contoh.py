import json
import threading
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from graphql import graphql_sync

from contoh import make_schema
from gateway import GatewayCheck, KeySet
from server import make_server

VECTORS = json.loads((Path(__file__).parent / "signature-vectors.json").read_text())
KEYS = KeySet(given=VECTORS["keys"])


class SignatureTest(unittest.TestCase):
    def test_only_the_requests_of_the_gateway_are_taken_each_once(self):
        # The check began a minute before the requests of the vectors come.
        times = [VECTORS["now"] - 60]
        check = GatewayCheck(VECTORS["subgraph"], VECTORS["address"], KEYS, lambda: times[-1])
        times.append(VECTORS["now"])
        for request in VECTORS["requests"]:
            with self.subTest(request["name"]):
                caller = check(request["method"], request["headers"], request["body"].encode())
                self.assertEqual(caller, request.get("caller"))


class SubgraphTest(unittest.TestCase):
    def ask(self, query, scopes=(), **variables):
        context = {"caller": {"subject": "siti", "scopes": list(scopes)}}
        return graphql_sync(make_schema(), query, context_value=context, variable_values=variables)

    def test_it_answers(self):
        result = self.ask('{ contohOffer(id: "1") { title } _service { sdl } }')
        self.assertEqual(result.data["contohOffer"], {"title": "A place to learn by working"})
        self.assertIn("contohOffers", result.data["_service"]["sdl"])

    def test_a_person_is_told_how_many_offers_wait_and_nobody_else(self):
        query = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Participant { contohOffers } } }"
        keys = [{"__typename": "Participant", "id": "p1"}]
        self.assertEqual(self.ask(query, ["self"], r=keys).data, {"_entities": [{"contohOffers": 2}]})
        self.assertEqual(self.ask(query, r=keys).errors[0].extensions, {"code": "FORBIDDEN"})

    def test_nobody_but_the_gateway_is_answered(self):
        server = make_server("https://contoh.example/graphql", KEYS, port=0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/graphql"
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(url, b'{"query":"{ __typename }"}', headers)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        self.assertEqual(refused.exception.code, 401)
        refused.exception.close()
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    unittest.main()
