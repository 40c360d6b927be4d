"""An SCTP association and data channels of aiortc, over stdin and stdout.

Each packet is preceded by its length in two bytes. The peer sends back every message of every
channel, and closes a channel that says "close". On "open" it opens one of its own that says "hello".

usage: sctp_peer.py first|second    whether it speaks first
"""

import asyncio
import struct
import sys

from aiortc.rtcdatachannel import RTCDataChannel, RTCDataChannelParameters
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport


class Ice:
    def __init__(self, role):
        self.role = role


class Dtls:
    """What RTCSctpTransport asks of the transport below it."""

    state = "connected"

    def __init__(self, role):
        self.transport = Ice(role)
        self.receiver = None

    def _register_data_receiver(self, receiver):
        self.receiver = receiver

    def _unregister_data_receiver(self, receiver):
        self.receiver = None

    async def _send_data(self, data):
        sys.stdout.buffer.write(struct.pack("!H", len(data)) + data)
        sys.stdout.buffer.flush()


async def main():
    dtls = Dtls("controlling" if sys.argv[1] == "first" else "controlled")
    sctp = RTCSctpTransport(dtls)

    @sctp.on("datachannel")
    def on_datachannel(channel):
        @channel.on("message")
        def on_message(message):
            if message == "close":
                channel.close()
            elif message == "open":
                mine = RTCDataChannel(
                    sctp, RTCDataChannelParameters(label="mine", ordered=False, maxRetransmits=2)
                )
                mine.on("open", lambda: mine.send("hello"))
            else:
                channel.send(message)

    reader = asyncio.StreamReader()
    await asyncio.get_event_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    await sctp.start(RTCSctpCapabilities(maxMessageSize=65536), 5000)
    while True:
        try:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            packet = await reader.readexactly(length)
        except asyncio.IncompleteReadError:
            return
        if dtls.receiver:
            await dtls.receiver._handle_data(packet)


asyncio.run(main())
