"""A stand-in for GitLab's REST API over bare repositories: gitlab.py FOLDER GIT-URL ROOT.

The shapes follow GitLab's published documentation, named beside each as the path of the page in GitLab's repository; only
members that a client may read are there. ROOT is the path below which the server lies, empty for none
(doc/install/relative_url.md).

It listens at a port of 127.0.0.1 that was free, and at the socket `gitlab.socket`, and goes into the background when it
does; then `gitlab.port` names the port and `gitlab.pid` the process. Every request is written to `gitlab.log`, the merge
requests to `merge_requests.json`.
Trouble comes once a path, as the file `trouble.json` says: {"PATH": [STATUS, "limit", "drop" or "slow", ...]}.
"""

import json
import os
import re
import socketserver
import subprocess
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER, GIT_URL, ROOT = sys.argv[1:]
TOKEN = "glpat-stand-in"
GROUP = "git"
PAGE = 2  # a page is small, so that lists have several whatever `per_page` asks for

# doc/api/rest/troubleshooting.md, "Status codes"; the words are those of lib/api/helpers.rb.
MESSAGES = {
    401: "401 Unauthorized",
    403: "403 Forbidden",
    404: "404 Not found",
    500: "500 Internal Server Error",
}
# doc/administration/settings/user_and_ip_rate_limits.md, "Response headers"; its `Retry-After` is 30.
THROTTLED = [
    ("RateLimit-Limit", "60"),
    ("RateLimit-Name", "throttle_authenticated_api"),
    ("RateLimit-Observed", "67"),
    ("RateLimit-Remaining", "0"),
    ("RateLimit-Reset", "1609844400"),
    ("RateLimit-ResetTime", "Tue, 05 Jan 2021 11:00:00 GMT"),
    ("Retry-After", "0"),
]


def git(name, *arguments):
    command = ["git", "--git-dir", f"{FOLDER}/server/{name}.git", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def has_branch(name, branch):
    place = f"{FOLDER}/server/{name}.git"
    if os.path.exists(f"{place}/refs/heads/{branch}"):
        return True
    packed = f"{place}/packed-refs"
    return os.path.exists(packed) and f" refs/heads/{branch}\n" in open(packed).read()


def projects():
    names = []
    for root, directories, _ in os.walk(f"{FOLDER}/server"):
        found = [one for one in directories if one.endswith(".git")]
        names += [os.path.relpath(os.path.join(root, one), f"{FOLDER}/server")[:-4] for one in found]
        directories[:] = [one for one in directories if one not in found]
    return {number: name for number, name in enumerate(sorted(names), 1)}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    trouble = {}
    requests = {}  # merge requests by project
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, headers=()):
        body = {"message": MESSAGES[status]} if body is None else body
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def link(self, query, **changes):
        rest = {key: values[0] for key, values in query.items()} | changes
        path = urllib.parse.urlsplit(self.path).path
        # A client must not follow the address to another server.
        return f"<http://elsewhere.invalid{path}?{urllib.parse.urlencode(rest)}>"

    def offset_pages(self, items, query):
        # doc/api/rest/_index.md, "Offset-based pagination"
        number, last = int(query.get("page", ["1"])[0]), max(1, -(-len(items) // PAGE))
        pages = {"prev": number - 1, "next": number + 1, "first": 1, "last": last}
        links = [
            f'{self.link(query, page=page)}; rel="{name}"' for name, page in pages.items() if 1 <= page <= last
        ]
        headers = [
            ("Link", ", ".join(links)),
            ("X-Next-Page", str(number + 1) if number < last else ""),
            ("X-Page", str(number)),
            ("X-Per-Page", str(PAGE)),
            ("X-Prev-Page", str(number - 1) if number > 1 else ""),
            ("X-Total", str(len(items))),
            ("X-Total-Pages", str(last)),
        ]
        self.answer(200, items[(number - 1) * PAGE : number * PAGE], headers)

    def keyset_pages(self, items, query, key):
        # doc/api/rest/_index.md, "Keyset-based pagination": at the end the header Link is absent, and other headers are
        # never there.
        token = query.get("page_token", [None])[0]
        start = next((index + 1 for index, item in enumerate(items) if item[key] == token), 0)
        page = items[start : start + PAGE]
        more = start + PAGE < len(items)
        headers = [("Link", f'{self.link(query, page_token=page[-1][key])}; rel="next"')] if more else []
        self.answer(200, page, headers)

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        split = urllib.parse.urlsplit(self.path)
        with open(f"{FOLDER}/gitlab.log", "a") as log:
            log.write(json.dumps([self.command, split.path, body]) + "\n")
        for kind in self.next_trouble(split.path):
            if kind == "drop":
                self.close_connection = True
                return None
            if kind == "slow":
                time.sleep(0.3)
                continue
            if kind == 429:
                # "Use a custom rate limit response": the body is plain text.
                return self.answer(429, b"Retry later\n", THROTTLED)
            if kind == "limit":
                # "Application rate limits are not included in response headers"; lib/api/helpers/rate_limiter.rb
                text = "This endpoint has been requested too many times. Try again later."
                return self.answer(429, {"message": {"error": text}})
            if kind in (502, 503):
                # What stands before GitLab answers with a page of its own.
                return self.answer(kind, b"<html><title>GitLab is not responding</title></html>")
            return self.answer(kind)
        if not split.path.startswith(f"{ROOT}/api/v4/"):
            return self.answer(404, b"<html><title>Not Found</title></html>")
        # doc/api/rest/authentication.md, "Personal, project, and group access tokens"
        if self.headers.get("PRIVATE-TOKEN") != TOKEN:
            return self.answer(401)
        self.route(split.path.removeprefix(f"{ROOT}/api/v4/"), urllib.parse.parse_qs(split.query), body)

    do_GET = do_POST = do_PUT = handle_any

    def next_trouble(self, path):
        kinds = self.trouble.get(path, [])
        return [kinds.pop(0)] if kinds else []

    def route(self, path, query, body):
        if path == f"groups/{GROUP}/projects":
            return self.group_projects(query)
        if path == f"groups/{GROUP}/variables":
            # doc/api/group_level_variables.md, "List group variables"
            keys = ["DOCKER_AUTH_CONFIG", "X", "KANIKO_CACHE"]
            return self.offset_pages([self.variable(key) for key in keys], query)
        if re.fullmatch("groups/[^/]+/variables", path):
            return self.answer(403)
        if path.startswith("groups/"):
            return self.answer(404, {"message": "404 Group Not Found"})
        match = re.fullmatch("projects/([0-9]+)/(.*)", path)
        name = projects().get(int(match[1])) if match else None
        if name is None:
            return self.answer(404, {"message": "404 Project Not Found"})
        self.project(int(match[1]), name, match[2], query, body)

    def group_projects(self, query):
        # doc/api/groups.md, "List projects in a group"; keyset pagination is not for this list.
        assert query["archived"] == ["false"] and query["include_subgroups"] == ["true"]
        items = [
            {
                "id": number,
                "description": None,
                "name": name.split("/")[-1],
                "path": name.split("/")[-1],
                "path_with_namespace": f"{GROUP}/{name}",
                # null in a project without commits
                "default_branch": "main" if has_branch(name, "main") else None,
                "http_url_to_repo": f"{GIT_URL}/{name}.git",
                # Archived projects come all the same: a client must not rely on the filter alone.
                "archived": name.startswith("old/"),
                # doc/api/projects.md: an empty text or null stands for .gitlab-ci.yml
                "ci_config_path": "ci/main.yml" if name.endswith("elsewhere") else "" if number % 2 else None,
            }
            for number, name in projects().items()
        ]
        self.offset_pages(items, query)

    def variable(self, key):
        # doc/api/project_level_variables.md, "List project variables"
        return {
            "variable_type": "env_var",
            "key": key,
            "value": "hidden-value",
            "protected": False,
            "masked": True,
            "hidden": False,
            "raw": False,
            "environment_scope": "*",
            "description": None,
        }

    def project(self, number, name, path, query, body):
        if path == "variables":
            return self.offset_pages([self.variable("KANIKO_ARGS")], query)
        if match := re.fullmatch("repository/commits/(.+)", path):
            # doc/api/commits.md, "Get a single commit"
            ref = urllib.parse.unquote(match[1])
            result = git(name, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
            if result.returncode:
                return self.answer(404, {"message": "404 Commit Not Found"})
            commit = result.stdout.decode().strip()
            return self.answer(200, {"id": commit, "short_id": commit[:8], "title": "start"})
        if path == "repository/tree":
            # doc/api/repositories.md, "List repository tree"
            assert query["pagination"] == ["keyset"]
            lines = git(name, "ls-tree", "-r", "-t", "-z", query["ref"][0]).stdout.decode().split("\0")
            items = []
            for line in filter(None, lines):
                meta, file = line.split("\t", 1)
                mode, kind, identity = meta.split()
                items.append({"id": identity, "name": file.split("/")[-1], "type": kind, "path": file, "mode": mode})
            return self.keyset_pages(items, query, "path")
        if match := re.fullmatch("repository/blobs/([0-9a-f]+)/raw", path):
            # doc/api/repositories.md, "Raw blob content"
            return self.answer(200, git(name, "cat-file", "blob", match[1]).stdout)
        if path == "merge_requests" or path.startswith("merge_requests/"):
            with self.lock:
                return self.merge_request(number, name, path, query, body)
        self.answer(404)

    def merge_request(self, number, name, path, query, body):
        # doc/api/merge_requests.md
        known = self.requests.setdefault(number, [])
        for one in known:
            # app/services/merge_requests/refresh_service.rb, close_upon_missing_source_branch_ref
            own = one["source_project_id"] == number
            if own and one["state"] == "opened" and not has_branch(name, one["source_branch"]):
                one["state"] = "closed"
        if self.command == "GET":
            # "List project merge requests"; the branches of forks may have any name.
            fork = self.shape(number + 1000, number, name, 77, {"source_branch": query["source_branch"][0]})
            found = [one for one in known if [one["source_branch"]] == query["source_branch"]] + [fork]
            return self.offset_pages([one for one in found if [one["state"]] == query["state"]], query)
        if self.command == "PUT":
            # "Update MR"
            one = next(one for one in known if path == f"merge_requests/{one['iid']}")
            if body.pop("state_event", None) == "close":
                one["state"] = "closed"
            one.update(body)
            self.save()
            return self.answer(200, one)
        # "Create MR"; app/models/merge_request.rb, validate_branches
        for one in known:
            if one["state"] == "opened" and one["source_branch"] == body["source_branch"]:
                text = f"Another open merge request already exists for this source branch: !{one['iid']}"
                return self.answer(409, {"message": [text]})
        known.append(self.shape(number, number, name, len(known) + 1, body))
        self.save()
        if "lose-answer" in self.trouble:
            # Made, and the client never hears of it.
            del self.trouble["lose-answer"]
            self.close_connection = True
            return None
        self.answer(201, known[-1])

    def shape(self, source, target, name, iid, body):
        return {
            "id": target * 1000 + iid,
            "iid": iid,
            "project_id": target,
            "title": body.get("title", ""),
            "description": body.get("description"),
            "state": "opened",
            "target_branch": body.get("target_branch", "main"),
            "source_branch": body["source_branch"],
            "source_project_id": source,
            "target_project_id": target,
            "force_remove_source_branch": body.get("remove_source_branch"),
            "web_url": f"https://gitlab.example.com/{GROUP}/{name}/-/merge_requests/{iid}",
        }

    def save(self):
        with open(f"{FOLDER}/merge_requests.json", "w") as file:
            json.dump([one for requests in self.requests.values() for one in requests], file)


class SocketServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


if os.path.exists(f"{FOLDER}/trouble.json"):
    with open(f"{FOLDER}/trouble.json") as file:
        Handler.trouble = json.load(file)
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if os.path.exists(f"{FOLDER}/gitlab.socket"):
    os.unlink(f"{FOLDER}/gitlab.socket")
beside = SocketServer(f"{FOLDER}/gitlab.socket", Handler)
child = os.fork()
if child:
    # The sockets listen already, so who waits for this process may connect.
    for name, value in {"pid": child, "port": server.server_port}.items():
        with open(f"{FOLDER}/gitlab.{name}", "w") as file:
            file.write(str(value))
    os._exit(0)
os.setsid()
null = os.open(os.devnull, os.O_RDWR)
for stream in range(3):
    os.dup2(null, stream)
threading.Thread(target=beside.serve_forever, daemon=True).start()
server.serve_forever()
