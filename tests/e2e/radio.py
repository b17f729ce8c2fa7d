"""A web server for tests, on a port of 127.0.0.1 that the kernel chooses and it prints.

It serves the folder that it runs in. What comes before the file's name says how:

/radio/FILE    as an internet radio: over and over, a burst first and then at the pace of RATE
               bytes a second, with a title after every 4000 bytes: five times "Title 1", then "Title 2" ...
/once/FILE     as a radio, with titles, that closes the connection at the file's end
/drop/FILE     a file of known length, of which each connection brings only half of what is left,
               and which goes on where it is told to
/whole/FILE    the same, but it always begins at the beginning, and only the first is cut
/slow/FILE     a file of known length, at the pace of RATE bytes a second
/file/FILE     a file, of which only the end tells how long it is
/evil/FILE     as a radio, whose titles are hostile
/moved/PATH    a redirection to /PATH
/list/TYPE/FILE the file as audio/TYPE; application/TYPE where it has a '+' in it
"""
import http.server
import os
import sys
import time
import urllib.parse

RATE = int(sys.argv[1]) if len(sys.argv) > 1 else 64000
BURST = 65536
INTERVAL = 4000
EVIL = [
    b"StreamTitle='\x1b]0;pwned\x07\x1b[2J red';",
    b"StreamTitle='no end",
    b"StreamTitle='" + b"A" * 4000,
    b"StreamTitle='caf\xe9';",
    b"StreamUrl='';" * 10,
    b"\x00" * 4080,
    b"StreamTitle='it's Guns'n'Roses';StreamUrl='';",
]


def metadata(text):
    text = text[: 255 * 16]
    text += bytes(-len(text) % 16)
    return bytes([len(text) // 16]) + text


class Handler(http.server.BaseHTTPRequestHandler):
    tried = {}

    def log_message(self, *_):
        pass

    def begin(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def pace(self, sent):
        late = (sent - BURST) / RATE - (time.monotonic() - self.start)
        if late > 0:
            time.sleep(late)

    def radio(self, sound, titles, endless):
        wants = self.headers.get("Icy-MetaData") == "1"
        extra = {"icy_metaint": INTERVAL} if wants else {}
        self.begin(200, Content_Type="audio/mpeg", icy_name="Rondo Radio", icy_br=128, **extra)
        sent = count = 0
        while endless or sent < len(sound):
            at = sent % len(sound)
            piece = sound[at : at + INTERVAL - sent % INTERVAL]
            self.wfile.write(piece)
            sent += len(piece)
            if wants and sent % INTERVAL == 0:
                self.wfile.write(metadata(titles(count)))
                count += 1
            if endless:
                self.pace(sent)

    def do_GET(self):
        self.start = time.monotonic()
        _, how, *rest = self.path.split("/")
        try:
            getattr(self, "serve_" + how)("/".join(rest))
        except (AttributeError, FileNotFoundError):
            self.begin(404)
        except OSError:
            pass

    def read(self, name):
        name = os.path.basename(urllib.parse.unquote(name))
        with open(name, "rb") as file:
            return file.read()

    def serve_radio(self, name):
        self.radio(self.read(name), lambda n: b"StreamTitle='Title %d';" % (n // 5 + 1), True)

    def serve_once(self, name):
        tries = self.tried[self.path] = self.tried.get(self.path, 0) + 1
        if tries > 3:
            time.sleep(1000)
        self.radio(self.read(name), lambda n: b"StreamTitle='Part %d';" % tries, False)

    def serve_evil(self, name):
        self.radio(self.read(name), lambda n: EVIL[n % len(EVIL)], True)

    def range(self):
        text = self.headers.get("Range", "bytes=0-")
        return int(text[len("bytes=") : -1])

    def serve_drop(self, name):
        data = self.read(name)
        first = self.range()
        more = {"Content_Range": "bytes %d-%d/%d" % (first, len(data) - 1, len(data))}
        self.begin(206 if first else 200, Content_Length=len(data) - first, **more)
        left = data[first:]
        self.wfile.write(left[: len(left) // 2] if len(left) > 50000 else left)

    def serve_whole(self, name):
        data = self.read(name)
        tries = self.tried[self.path] = self.tried.get(self.path, 0) + 1
        self.begin(200, Content_Length=len(data))
        self.wfile.write(data[: len(data) // 2] if tries == 1 else data)

    def serve_slow(self, name):
        data = self.read(name)
        self.begin(200, Content_Length=len(data))
        for at in range(0, len(data), 4096):
            self.wfile.write(data[at : at + 4096])
            self.pace(at + 4096)

    def serve_file(self, name):
        self.begin(200)
        self.wfile.write(self.read(name))

    def serve_moved(self, path):
        self.begin(302, Location="/" + path)

    def serve_list(self, path):
        kind, name = path.split("/")
        self.begin(200, Content_Type=("application/" if "+" in kind else "audio/") + kind)
        self.wfile.write(self.read(name))


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
