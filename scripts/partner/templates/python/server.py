"""A server that answers the gateway alone."""

import json
import os
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from graphql import GraphQLError, graphql_sync

from contoh import make_schema
from gateway import GatewayCheck, KeySet

BODY_BYTES = 3 * 1024 * 1024


def shown(error):
    """A bug is masked behind an id, under which the log explains it."""
    if error.original_error is None or isinstance(error.original_error, GraphQLError):
        return error.formatted
    error_id = str(uuid.uuid4())
    print(f"a resolver failed ({error_id}): {error.original_error!r}", file=sys.stderr, flush=True)
    message = f"Something went wrong on our side. Quote the id {error_id} when you ask about it."
    extensions = {"code": "INTERNAL_SERVER_ERROR", "errorId": error_id}
    return {"message": message, "path": error.path, "extensions": extensions}


def make_server(address, keys, host="127.0.0.1", port=4100):
    check = GatewayCheck("contoh", address, keys)
    schema = make_schema()
    path = urlsplit(address).path

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def log_message(self, *_):
            pass

        def answer(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def refuse(self, status, code, message):
            self.close_connection = True
            self.answer(status, {"errors": [{"message": message, "extensions": {"code": code}}]})

        def do_GET(self):
            if self.path in ("/health/live", "/health/ready"):
                return self.answer(200, {"status": "ready"})
            return self.refuse(404, "BAD_REQUEST", "There is nothing here.")

        def do_POST(self):
            length = int(self.headers.get("content-length") or -1)
            if not 0 <= length <= BODY_BYTES:
                return self.refuse(413, "BAD_REQUEST", "The body is too large, or of no stated length.")
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            caller = check("POST", headers, body) if self.path == path else None
            if caller is None:
                return self.refuse(401, "UNAUTHENTICATED", "This service answers the gateway only: sign the request.")
            asked = json.loads(body)
            result = graphql_sync(
                schema,
                asked["query"],
                variable_values=asked.get("variables"),
                operation_name=asked.get("operationName"),
                context_value={"caller": caller, "request_id": headers.get("x-request-id")},
            )
            errors = {"errors": [shown(error) for error in result.errors]} if result.errors else {}
            return self.answer(200, {"data": result.data, **errors})

    return ThreadingHTTPServer((host, port), Handler)


if __name__ == "__main__":
    environment = os.environ
    server = make_server(
        environment["ADDRESS"],
        KeySet(url=environment["GATEWAY_KEYS"]),
        environment.get("HOST", "127.0.0.1"),
        int(environment.get("PORT", "4100")),
    )
    print(f"contoh listens on port {server.server_address[1]}", flush=True)
    server.serve_forever()
