package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyDatagramPortTest {
  private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 5_000);

  private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 5_000);
  private static final int EPERM = -1;
  private static final int EIO = -5;
  private static final int EINVAL = -22;
  private static final int EMSGSIZE = -90;

  private final LoopCounters counters = new LoopCounters();
  private final NettyDatagramPort port = new NettyDatagramPort(counters);
  private final Refusing refusing = new Refusing();
  private final EmbeddedChannel channel = new EmbeddedChannel(refusing);
  private final byte[] bytes = new byte[4_000];

  /** Netty's exceptions with an errno need its native library. */
  @BeforeAll
  static void thisIsLinux() {
    assumeTrue(Epoll.isAvailable());
  }

  @Test
  void datagramsWaitForTheFlush() {
    port.add(channel, true);
    port.send(0, ANN, bytes, 100, 1_200);
    assertEquals(List.of(), sizes());
    port.flush();
    assertEquals(List.of(1_200), sizes());
    assertEquals(1, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(1_200, counters.get(LoopCounter.SENT_BYTES));
  }

  @Test
  void bytesAreCopiedDuringTheCall() {
    port.add(channel, true);
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
  void aRunOfEqualSizesIsOneSegmentedDatagram() {
    port.add(channel, true);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    Object message = channel.readOutbound();
    SegmentedDatagramPacket packet = assertInstanceOf(SegmentedDatagramPacket.class, message);
    assertEquals(1_000, packet.segmentSize());
    assertEquals(3_100, packet.content().readableBytes());
    packet.release();
    assertEquals(4, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @Test
  void withoutSegmentationARunIsSentSingly() {
    port.add(channel, false);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), sizes());
    assertEquals(0, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @Test
  void aDeviceThatRefusesSegmentsIsSentSinglesFromThenOn() {
    port.add(channel, true);
    port.add(new EmbeddedChannel(), true);
    refusing.segmented = new NativeIoException("sendmmsg", EIO);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), sizes());
    assertFalse(port.segments(0));
    assertTrue(port.segments(1));
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_FAILURES));
    assertEquals(4, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(0, counters.get(LoopCounter.SEND_REFUSED));
    port.sendSegments(0, ANN, bytes, 0, 2_000, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000), sizes());
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_SENDS));
  }

  @ParameterizedTest
  @ValueSource(ints = {EINVAL, EMSGSIZE})
  void aRemoteThatCannotBeSentSegmentsIsSentSinglesAndNobodyElse(int errno) {
    port.add(channel, true);
    refusing.segmented = new NativeIoException("sendmmsg", errno);
    port.sendSegments(0, ANN, bytes, 0, 3_100, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 1_000, 100), sizes());
    refusing.segmented = null;
    port.sendSegments(0, ANN, bytes, 0, 2_000, 1_000);
    port.sendSegments(0, BOB, bytes, 0, 2_000, 1_000);
    port.flush();
    assertEquals(List.of(1_000, 1_000, 2_000), sizes());
    assertTrue(port.segments(0));
    assertEquals(1, counters.get(LoopCounter.SEGMENTED_FAILURES));
  }

  @Test
  void severalSuchRemotesSpeakForTheSocketBeingAtFault() {
    port.add(channel, true);
    refusing.segmented = new NativeIoException("sendmmsg", EINVAL);
    for (int i = 0; i < 20; i++) {
      InetSocketAddress remote = new InetSocketAddress("198.51.100.1", 1_000 + i);
      port.sendSegments(0, remote, bytes, 0, 2_000, 1_000);
      port.flush();
      assertEquals(List.of(1_000, 1_000), sizes());
    }
    assertFalse(port.segments(0));
    assertEquals(
        NettyDatagramPort.MAX_SINGLE_REMOTES, counters.get(LoopCounter.SEGMENTED_FAILURES));
  }

  @Test
  void singlesAfterARefusedSegmentedSendAreInOrder() {
    port.add(channel, true);
    refusing.segmented = new NativeIoException("sendmmsg", EIO);
    for (int i = 0; i < 3; i++) {
      bytes[i * 10] = (byte) i;
    }
    port.sendSegments(0, ANN, bytes, 0, 30, 10);
    port.flush();
    List<Integer> first = new ArrayList<>();
    for (@Nullable DatagramPacket p = channel.readOutbound();
        p != null;
        p = channel.readOutbound()) {
      first.add((int) p.content().getByte(p.content().readerIndex()));
      p.release();
    }
    assertEquals(List.of(0, 1, 2), first);
  }

  @Test
  void aSegmentedSendRefusedForAnotherReasonWasNotSent() {
    port.add(channel, true);
    refusing.segmented = new NativeIoException("sendmmsg", EPERM); // a firewall
    port.sendSegments(0, ANN, bytes, 0, 3_000, 1_000);
    port.flush();
    assertEquals(List.of(), sizes());
    assertTrue(port.segments(0));
    assertEquals(3, counters.get(LoopCounter.SEND_REFUSED));
    assertEquals(0, counters.get(LoopCounter.SENT_DATAGRAMS));
  }

  @Test
  void aRefusedDatagramWasNotSent() {
    port.add(channel, true);
    refusing.single = new IOException("planted");
    port.send(0, ANN, bytes, 0, 1_000);
    port.flush();
    assertEquals(1, counters.get(LoopCounter.SEND_REFUSED));
    assertEquals(0, counters.get(LoopCounter.SENT_DATAGRAMS));
    assertEquals(0, counters.get(LoopCounter.SENT_BYTES));
  }

  @Test
  void everyBufferIsReleased() {
    port.add(channel, true);
    refusing.keep = new ArrayList<>();
    refusing.segmented = new NativeIoException("sendmmsg", EIO);
    refusing.single = new IOException("planted");
    port.sendSegments(0, ANN, bytes, 0, 3_000, 1_000);
    port.flush();
    for (ByteBuf buffer : refusing.keep) {
      assertEquals(0, buffer.refCnt());
    }
    assertEquals(4, refusing.keep.size());
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
    port.add(stuck, true);
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
    port.add(channel, true);
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
    @Nullable IOException segmented;
    @Nullable IOException single;
    @Nullable List<ByteBuf> keep;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      DatagramPacket packet = (DatagramPacket) message;
      if (keep != null) {
        keep.add(packet.content());
      }
      IOException refusal = message instanceof SegmentedDatagramPacket ? segmented : single;
      if (refusal == null) {
        super.write(context, message, promise);
      } else {
        ReferenceCountUtil.release(message);
        promise.tryFailure(refusal);
      }
    }
  }
}
