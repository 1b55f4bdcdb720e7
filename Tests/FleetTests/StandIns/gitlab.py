"""A stand-in for GitLab's REST API over bare repositories: gitlab.py FOLDER GIT-URL PORT.

The shapes follow GitLab's published documentation, named beside each; only members that a client may read are there.
Trouble comes once a path, as the file `trouble.json` says: {"PATH": [STATUS or "drop" or "slow", ...]}.
Every request is written to `gitlab.log`, the process to `gitlab.pid`.
"""

import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER, GIT_URL = sys.argv[1], sys.argv[2]
TOKEN = "glpat-stand-in"
GROUP = "git"
PAGE = 2  # a page is small, so that lists have several whatever `per_page` asks for


def git(name, *arguments):
    command = ["git", "--git-dir", f"{FOLDER}/server/{name}.git", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def projects():
    names = sorted(
        os.path.relpath(os.path.join(root, one), f"{FOLDER}/server")[:-4]
        for root, directories, _ in os.walk(f"{FOLDER}/server")
        for one in directories
        if one.endswith(".git")
    )
    # doc/api/groups.md, "List projects in a group"
    return [
        {
            "id": number,
            "path_with_namespace": f"{GROUP}/{name}",
            "http_url_to_repo": f"{GIT_URL}/{name}.git",
            "default_branch": "main" if git(name, "rev-parse", "main").returncode == 0 else None,
            "archived": name.startswith("old/"),
            "ci_config_path": "ci/main.yml" if name.endswith("elsewhere") else "",
        }
        for number, name in enumerate(names, 1)
    ]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    trouble = {}
    requests = {}  # merge requests by project

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def pages(self, items, query):
        # doc/api/rest/_index.md, "Pagination": the header Link leads to the next page
        number = int(query.get("page", ["1"])[0])
        rest = {key: values[0] for key, values in query.items()} | {"page": str(number + 1)}
        path = urllib.parse.urlsplit(self.path).path
        url = f"http://elsewhere.invalid{path}?{urllib.parse.urlencode(rest)}"
        more = len(items) > number * PAGE
        headers = [("Link", f'<{url}>; rel="next", <{url}>; rel="first"')] if more else []
        self.answer(200, items[(number - 1) * PAGE : number * PAGE], headers)

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
            # doc/security/rate_limits.md: 429 with Retry-After in seconds
            return self.answer(kind, {"message": "trouble"}, [("Retry-After", "0")])
        if self.headers.get("PRIVATE-TOKEN") != TOKEN:
            return self.answer(401, {"message": "401 Unauthorized"})
        self.route(split.path.removeprefix("/api/v4/"), urllib.parse.parse_qs(split.query), body)

    do_GET = do_POST = do_PUT = handle_any

    def next_trouble(self, path):
        kinds = self.trouble.get(path, [])
        return [kinds.pop(0)] if kinds else []

    def route(self, path, query, body):
        if path == f"groups/{GROUP}/projects":
            assert query["archived"] == ["false"] and query["include_subgroups"] == ["true"]
            # Archived projects come all the same: a client must not rely on the filter alone.
            return self.pages(projects(), query)
        if path == f"groups/{GROUP}/variables":
            # doc/api/group_level_variables.md
            return self.answer(200, [{"key": "DOCKER_AUTH_CONFIG", "value": "hidden-value"}, {"key": "X", "value": "y"}])
        if re.fullmatch("groups/[^/]+/variables", path):
            return self.answer(403, {"message": "403 Forbidden"})
        match = re.fullmatch("projects/([0-9]+)/(.*)", path)
        found = [one for one in projects() if match and one["id"] == int(match[1])]
        if not found:
            return self.answer(404, {"message": "404 Not found"})
        self.project(found[0], match[2], query, body)

    def project(self, project, path, query, body):
        name = project["path_with_namespace"].removeprefix(GROUP + "/")
        if path == "variables":
            # doc/api/project_level_variables.md
            return self.answer(200, [{"key": "KANIKO_ARGS", "value": "hidden-value", "masked": True}])
        if match := re.fullmatch("repository/commits/(.+)", path):
            # doc/api/commits.md, "Get a single commit"
            ref = urllib.parse.unquote(match[1])
            result = git(name, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
            if result.returncode:
                return self.answer(404, {"message": "404 Commit Not Found"})
            return self.answer(200, {"id": result.stdout.decode().strip(), "title": "start"})
        if path == "repository/tree":
            # doc/api/repositories.md, "List repository tree"
            lines = git(name, "ls-tree", "-r", "-t", "-z", query["ref"][0]).stdout.decode().split("\0")
            items = []
            for line in filter(None, lines):
                meta, file = line.split("\t", 1)
                mode, kind, identity = meta.split()
                items.append({"id": identity, "name": file.split("/")[-1], "type": kind, "path": file, "mode": mode})
            return self.pages(items, query)
        if match := re.fullmatch("repository/blobs/([0-9a-f]+)/raw", path):
            # doc/api/repositories.md, "Raw blob content"
            return self.answer(200, git(name, "cat-file", "blob", match[1]).stdout)
        if path == "merge_requests" or path.startswith("merge_requests/"):
            return self.merge_request(project, path, query, body)
        self.answer(404, {"message": "404 Not found"})

    def merge_request(self, project, path, query, body):
        # doc/api/merge_requests.md
        known = self.requests.setdefault(project["id"], [])
        if self.command == "GET":
            return self.answer(200, [one for one in known if [one["source_branch"]] == query["source_branch"]])
        if self.command == "PUT":
            known[0].update(body)
            return self.answer(200, known[0])
        if any(one["source_branch"] == body["source_branch"] for one in known):
            return self.answer(409, {"message": ["Another open merge request already exists for this source branch: !1"]})
        url = f"https://gitlab.example.com/{project['path_with_namespace']}/-/merge_requests/1"
        known.append(body | {"iid": 1, "state": "opened", "web_url": url})
        if "lose-answer" in self.trouble:
            # Made, and the client never hears of it.
            del self.trouble["lose-answer"]
            self.close_connection = True
            return None
        self.answer(201, known[0])


if os.path.exists(f"{FOLDER}/trouble.json"):
    with open(f"{FOLDER}/trouble.json") as file:
        Handler.trouble = json.load(file)
server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[3])), Handler)
child = os.fork()
if child:
    # The socket listens already, so who waits for this process may connect.
    with open(f"{FOLDER}/gitlab.pid", "w") as file:
        file.write(str(child))
    os._exit(0)
os.setsid()
null = os.open(os.devnull, os.O_RDWR)
for stream in range(3):
    os.dup2(null, stream)
server.serve_forever()
