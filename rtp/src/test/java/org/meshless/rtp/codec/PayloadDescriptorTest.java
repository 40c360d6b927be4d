package org.meshless.rtp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshless.rtp.Hex;

class PayloadDescriptorTest {
  private static final Codec H264 = new Codec.H264(1, H264Profile.CONSTRAINED_BASELINE);

  private static PayloadDescriptor parse(Codec codec, String hex) {
    byte[] b = Hex.bytes("ff" + hex);
    return PayloadDescriptor.parse(codec, b, 1, b.length - 1);
  }

  static Stream<Arguments> keyFrames() {
    return Stream.of(
        Arguments.of(new Codec.Vp8(), "10 00", Vp8Descriptor.class),
        Arguments.of(new Codec.Vp9(0), "08 82", Vp9Descriptor.class),
        Arguments.of(H264, "67 42", H264Descriptor.class),
        Arguments.of(new Codec.Av1(0), "18 0a", Av1Descriptor.class));
  }

  @ParameterizedTest
  @MethodSource("keyFrames")
  void everyVideoCodecHasItsDescriptor(Codec codec, String hex, Class<?> type) {
    PayloadDescriptor descriptor = parse(codec, hex);

    assertInstanceOf(type, descriptor);
    assertEquals(true, descriptor.startsKeyFrame());
  }

  @Test
  void audioIsNotRead() {
    assertSame(OpaqueDescriptor.UNREAD, parse(new Codec.Opus(), "fc ff fe"));
    assertSame(OpaqueDescriptor.UNREAD, parse(new Codec.Red(new Codec.Opus()), "6f fc"));
  }

  @Test
  void aPayloadOfNothingIsEmptyWhateverTheCodec() {
    for (Codec codec : List.of(new Codec.Opus(), new Codec.Vp8(), new Codec.Av1(0), H264)) {
      assertSame(OpaqueDescriptor.EMPTY, parse(codec, ""));
    }
  }

  @Test
  void aPayloadThatDoesNotFitItsCodecIsMalformed() {
    assertSame(OpaqueDescriptor.MALFORMED, parse(new Codec.Vp8(), "10"));
    assertSame(OpaqueDescriptor.MALFORMED, parse(new Codec.Vp9(0), "08"));
    assertSame(OpaqueDescriptor.MALFORMED, parse(H264, "60"));
    assertSame(OpaqueDescriptor.MALFORMED, parse(new Codec.Av1(0), "98 0a"));
  }

  @ParameterizedTest
  @EnumSource
  void nothingOpaqueStartsAKeyFrame(OpaqueDescriptor descriptor) {
    assertFalse(descriptor.startsKeyFrame());
  }
}
