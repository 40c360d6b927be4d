package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NettyDatagramPortTest {
  private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 5_000);

  private final LoopCounters counters = new LoopCounters();
  private final NettyDatagramPort port = new NettyDatagramPort(counters);
  private final Refusing refusing = new Refusing();
  private final EmbeddedChannel channel = new EmbeddedChannel(refusing);
  private final byte[] bytes = new byte[4_000];

  @Test
  void datagramsWaitForTheFlush() {
    port.add(channel);
    port.send(0, ANN, bytes, 100, 1_200);
    assertEquals(List.of(), sizes());
    port.flush();
    assertEquals(List.of(1_200), sizes());
    assertEquals(1, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(1_200, counters.get(LoopCounter.SENT_BYTES));
  }

  @Test
  void bytesAreCopiedDuringTheCall() {
    port.add(channel);
    bytes[100] = 1;
    port.send(0, ANN, bytes, 100, 10);
    bytes[100] = 2;
    port.flush();
    DatagramPacket packet = channel.readOutbound();
    assertEquals(1, packet.content().getByte(0));
    assertEquals(ANN, packet.recipient());
    packet.release();
  }

  @Test
  void aRunIsSentSingly() {
    port.add(channel);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), sizes());
    assertEquals(0, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @Test
  void aRefusedDatagramWasNotSent() {
    port.add(channel);
    refusing.single = new IOException("planted");
    port.send(0, ANN, bytes, 0, 1_000);
    port.flush();
    assertEquals(1, counters.get(LoopCounter.SEND_REFUSED));
    assertEquals(0, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(0, counters.get(LoopCounter.SENT_BYTES));
  }

  @Test
  void everyBufferIsReleased() {
    port.add(channel);
    refusing.keep = new ArrayList<>();
    refusing.single = new IOException("planted");
    port.sendSegments(0, ANN, bytes, 0, 3_000, 1_000);
    port.flush();
    for (ByteBuf buffer : refusing.keep) {
      assertEquals(0, buffer.refCnt());
    }
    assertEquals(3, refusing.keep.size());
  }

  @Test
  void whatASocketCannotTakeIsDroppedRatherThanQueuedWithoutEnd() {
    EmbeddedChannel stuck =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                // The kernel takes nothing.
              }
            });
    stuck.config().setWriteBufferWaterMark(new WriteBufferWaterMark(5_000, 10_000));
    port.add(stuck);
    for (int i = 0; i < 1_000; i++) {
      port.send(0, ANN, bytes, 0, 1_000);
      port.flush();
    }
    assertTrue(stuck.unsafe().outboundBuffer().totalPendingWriteBytes() < 20_000);
    assertTrue(counters.get(LoopCounter.SEND_REFUSED) > 980);
    stuck.close().syncUninterruptibly();
  }

  @Test
  void moreThanTheKernelSegmentsIsMisuse() {
    port.add(channel);
    assertThrows(
        IllegalArgumentException.class, () -> port.sendSegments(0, ANN, bytes, 0, 3_300, 50));
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (@Nullable DatagramPacket p = channel.readOutbound();
        p != null;
        p = channel.readOutbound()) {
      sizes.add(p.content().readableBytes());
      p.release();
    }
    return sizes;
  }

  /** Plays a kernel that refuses. */
  private static final class Refusing extends ChannelOutboundHandlerAdapter {
    @Nullable IOException single;
    @Nullable List<ByteBuf> keep;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      DatagramPacket packet = (DatagramPacket) message;
      if (keep != null) {
        keep.add(packet.content());
      }
      if (single == null) {
        super.write(context, message, promise);
      } else {
        ReferenceCountUtil.release(message);
        promise.tryFailure(single);
      }
    }
  }
}
