"""Many streams at once through the gateway: their upstream, their callers, and what they take of its memory."""
import asyncio, os, ssl, subprocess, time

HEAD = (b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nrequest-id: req_1\r\ntransfer-encoding: chunked\r\n\r\n")
START = b'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","content":[]}}\n\n'
DELTA = (b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
         b'"delta":{"type":"text_delta","text":"a few words more "}}\n\n')
STOP = b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
BODY = b'{"model":"claude-haiku-4-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"ping"}]}'
CALL = (b"POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nx-api-key: k\r\n"
        b"anthropic-version: 2023-06-01\r\ncontent-length: %d\r\n\r\n%b" % (len(BODY), BODY))


def chunk(data):
    return b"%x\r\n%b\r\n" % (len(data), data)


class Upstream:
    """Answers every call with a stream that sends a piece a second until `release` is set."""

    def __init__(self):
        self.release = asyncio.Event()
        self.open = 0

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                               if line.startswith(b"content-length:")), 0)
                await reader.readexactly(length)
                await self.answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def answer(self, writer):
        self.open += 1
        writer.write(HEAD + chunk(START) + chunk(DELTA))
        await writer.drain()
        while not self.release.is_set():
            try:
                await asyncio.wait_for(self.release.wait(), 1)
            except asyncio.TimeoutError:
                writer.write(chunk(DELTA))
                await writer.drain()
        writer.write(chunk(STOP) + b"0\r\n\r\n")
        await writer.drain()
        self.open -= 1


async def call(port, flowing):
    """One stream read to its end; true when it came whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(CALL)
    text = await reader.readuntil(b"content_block_delta")
    flowing.append(1)
    while b"message_stop" not in text:
        piece = await reader.read(1 << 14)
        if not piece:
            break
        text = text[-64:] + piece
    writer.close()
    return b"message_stop" in text


def memory(pid):
    """Private memory in bytes: what would be free again without the process."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return 1024 * sum(int(line.split()[1]) for line in file if line.startswith("Private_"))


async def measure(count, listen, upstream_port, pid):
    """Opens `count` streams at once; the memory each took, how many came whole, and how long opening took."""
    upstream = Upstream()
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", upstream_port, backlog=4096)
    flowing = []
    # The first call makes what every later one shares.
    upstream.release.set()
    await call(listen, [])
    upstream.release.clear()
    before = memory(pid)
    began = time.monotonic()
    calls = []
    for start in range(0, count, 100):
        calls += [asyncio.ensure_future(call(listen, flowing)) for _ in range(min(100, count - start))]
        await asyncio.sleep(0.05)
    while len(flowing) < count and time.monotonic() - began < 30:
        await asyncio.sleep(0.1)
    opened = time.monotonic() - began
    await asyncio.sleep(3)
    grown = memory(pid) - before
    held = len(flowing)
    upstream.release.set()
    ends = await asyncio.gather(*calls, return_exceptions=True)
    server.close()
    return {"open": held, "each": grown / max(1, held), "whole": sum(end is True for end in ends), "seconds": opened}


def streams(count, listen, upstream_port, pid):
    return asyncio.run(measure(count, listen, upstream_port, pid))


def certificate(directory):
    """A key and a self-signed certificate for localhost, for an upstream that speaks HTTP/2."""
    key, file = os.path.join(directory, "key.pem"), os.path.join(directory, "cert.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", file, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return key, file
