"""A participant on an independent WebRTC stack (aiortc) with data channels alone, as PROTOCOL.md describes them.

usage: data_participant.py WS_URL ROOM NAME

Opens the labels "rtc 0" to "rtc 3", each with another reliability, and sends back on each what arrives there without the
header. Leaves the room when its stdin ends.
"""

import asyncio
import json
import re
import sys

import aiohttp
from aiortc import RTCPeerConnection, RTCSessionDescription

HEADER = 24
TEXT = 0x01
RELIABILITIES = [
    {},
    {"ordered": False},
    {"maxRetransmits": 100},
    {"ordered": False, "maxPacketLifeTime": 60000},
]


def say(**what):
    print(json.dumps(what), flush=True)


def echo(channel):
    @channel.on("message")
    def on_message(message):
        version, flags = message[0], message[1]
        sender = message[4:16].rstrip(b"\0").decode()
        body = message[HEADER:]
        say(type="message", label=channel.label, version=version, sender=sender, length=len(body))
        channel.send(body.decode() if flags & TEXT else body)

    @channel.on("open")
    def on_open():
        say(type="open", label=channel.label)


async def main(url, room, name):
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:

        async def request(number, **message):
            await socket.send_json({"id": number, **message})
            while True:
                reply = json.loads((await socket.receive()).data)
                if reply.get("re") == number:
                    if reply["type"] == "error":
                        raise RuntimeError(json.dumps(reply))
                    return reply

        await request(1, type="join", room=room, name=name)
        connection = RTCPeerConnection()
        for i, reliability in enumerate(RELIABILITIES):
            echo(connection.createDataChannel("rtc %d" % i, **reliability))
        await connection.setLocalDescription(await connection.createOffer())
        # It takes longer messages than it says.
        sdp = re.sub(r"a=max-message-size:\d+", "a=max-message-size:262168", connection.localDescription.sdp)
        answer = await request(2, type="offer", sdp=sdp, tracks=[])
        await connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
        say(type="joined")

        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await request(3, type="leave")
        await connection.close()


asyncio.run(main(*sys.argv[1:]))
