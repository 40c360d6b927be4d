"""A participant on an independent WebRTC stack (aiortc), speaking the signaling protocol of PROTOCOL.md.

usage: participant.py WS_URL ROOM NAME RUN PUBLISHER TONE_HZ

Publishes the same marked picture and tone as the pages of the browser tests (see harness.js) and writes what it receives
to stdout, one JSON object a line. Leaves the room when its stdin ends.
"""

import asyncio
import binascii
import fractions
import json
import sys
import time

import aiohttp
import numpy
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

WIDTH, HEIGHT, FRAME_RATE = 320, 180, 15
CELL, COLUMNS, ROWS = 20, 16, 4
TOP = HEIGHT - ROWS * CELL
SAMPLE_RATE = 48000
VIDEO_SLOTS, AUDIO_SLOTS = 3, 3


def say(**what):
    print(json.dumps(what), flush=True)


def crc16(data):
    return binascii.crc_hqx(bytes(data), 0xFFFF)


class Camera(MediaStreamTrack):
    kind = "video"

    def __init__(self, run, publisher):
        super().__init__()
        self.run, self.publisher = run, publisher
        self.started, self.frames = time.monotonic(), 0

    async def recv(self):
        due = self.started + self.frames / FRAME_RATE
        await asyncio.sleep(max(0, due - time.monotonic()))
        picture = numpy.full((HEIGHT, WIDTH), 96, numpy.uint8)
        at = self.frames * 5 % (WIDTH - 40)
        picture[10:70, at : at + 40] = 200
        picture[TOP:] = numpy.kron(self.cells() * 255, numpy.ones((CELL, CELL), numpy.uint8))
        frame = VideoFrame.from_ndarray(numpy.stack([picture] * 3, axis=2), format="rgb24")
        frame.pts, frame.time_base = self.frames * 90000 // FRAME_RATE, fractions.Fraction(1, 90000)
        self.frames += 1
        return frame

    def cells(self):
        second = int(time.monotonic()) & 0xFFFF
        data = [0xB2, self.run >> 8, self.run & 255, self.publisher, second >> 8, second & 255]
        data += divmod(crc16(data), 256)
        return numpy.unpackbits(numpy.array(data, numpy.uint8)).reshape(ROWS, COLUMNS)


class Microphone(MediaStreamTrack):
    kind = "audio"

    def __init__(self, hertz):
        super().__init__()
        self.hertz, self.started, self.samples = hertz, time.monotonic(), 0

    async def recv(self):
        await asyncio.sleep(max(0, self.started + self.samples / SAMPLE_RATE - time.monotonic()))
        count = SAMPLE_RATE // 50
        phase = (self.samples + numpy.arange(count)) * 2 * numpy.pi * self.hertz / SAMPLE_RATE
        tone = (6000 * numpy.sin(phase)).astype(numpy.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts, frame.time_base = self.samples, fractions.Fraction(1, SAMPLE_RATE)
        self.samples += count
        return frame


def read_mark(picture):
    """The mark in a grey picture of any size, or None."""
    height, width = picture.shape
    rows = ((TOP + CELL * (numpy.arange(ROWS) + 0.5)) * height / HEIGHT).astype(int)
    columns = (CELL * (numpy.arange(COLUMNS) + 0.5) * width / WIDTH).astype(int)
    around = numpy.arange(-2, 3)
    luma = numpy.array([[picture[y + around][:, x + around].mean() for x in columns] for y in rows])
    bits = luma.ravel() > (luma.min() + luma.max()) / 2
    data = [int(byte) for byte in numpy.packbits(bits)]
    if data[0] != 0xB2 or crc16(data[:6]) != data[6] << 8 | data[7]:
        return None
    return {"run": data[1] << 8 | data[2], "publisher": data[3], "second": data[4] << 8 | data[5]}


class Participant:
    def __init__(self, socket):
        self.socket, self.ids, self.replies = socket, 0, {}
        self.names, self.slots = {}, {}

    async def request(self, **message):
        self.ids += 1
        reply = self.replies[self.ids] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": self.ids, **message})
        return await reply

    async def listen(self):
        async for message in self.socket:
            event = json.loads(message.data)
            if "re" in event:
                reply = self.replies.pop(event["re"])
                if event["type"] == "error":
                    reply.set_exception(RuntimeError(json.dumps(event)))
                else:
                    reply.set_result(event)
            elif event["type"] in ("participant-joined", "participant-changed"):
                self.names[event["participant"]["id"]] = event["participant"]["name"]
            elif event["type"] == "slots":
                for slot in event["slots"]:
                    self.slots[slot["mid"]] = slot["participant"]
            else:
                say(**event)
        say(type="closed", code=self.socket.close_code)

    def shown(self, mid):
        return self.names.get(self.slots.get(mid))

    async def watch(self, mid, track):
        frames, seen = 0, None
        try:
            while True:
                frame = await track.recv()
                frames += 1
                mark = read_mark(frame.to_ndarray(format="gray"))
                if mark and mark != seen:
                    seen = mark
                    say(type="picture", participant=self.shown(mid), frames=frames, **mark)
        except MediaStreamError:
            pass

    async def hear(self, mid, track):
        window, samples = numpy.hanning(9600), numpy.empty(0)
        try:
            while True:
                frame = await track.recv()
                left = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)]
                samples = numpy.append(samples, left)
                if len(samples) >= len(window):
                    spectrum = numpy.abs(numpy.fft.rfft(samples[: len(window)] * window))
                    loud = numpy.abs(samples).max() > 300
                    hertz = float(spectrum.argmax() * SAMPLE_RATE / len(window)) if loud else None
                    say(type="sound", participant=self.shown(mid), hertz=hertz)
                    samples = numpy.empty(0)
        except MediaStreamError:
            pass


async def main(url, room, name, run, publisher, hertz):
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        participant = Participant(socket)
        listening = asyncio.ensure_future(participant.listen())
        joined = await participant.request(type="join", room=room, name=name)
        participant.names.update((other["id"], other["name"]) for other in joined["participants"])

        connection = RTCPeerConnection()
        connection.addTransceiver(Camera(int(run), int(publisher)), "sendonly")
        connection.addTransceiver(Microphone(int(hertz)), "sendonly")
        for kind, slots in (("video", VIDEO_SLOTS), ("audio", AUDIO_SLOTS)):
            for _ in range(slots):
                connection.addTransceiver(kind, "recvonly")
        await connection.setLocalDescription(await connection.createOffer())
        camera, microphone, *slots = connection.getTransceivers()
        answer = await participant.request(
            type="offer",
            sdp=connection.localDescription.sdp,
            tracks=[
                {"mid": camera.mid, "source": "camera", "muted": False},
                {"mid": microphone.mid, "source": "microphone", "muted": False},
            ],
        )
        await connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
        say(type="joined", name=joined["you"]["name"])
        for slot in slots:
            receive = participant.watch if slot.kind == "video" else participant.hear
            asyncio.ensure_future(receive(slot.mid, slot.receiver.track))

        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await participant.request(type="leave")
        await connection.close()
        await listening


asyncio.run(main(*sys.argv[1:]))
