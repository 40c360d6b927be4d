package org.meshless.rtp.srtp;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who does the cryptography: chosen once when the server starts, then given to every {@link
 * SrtpSender} and {@link SrtpReceiver}.
 *
 * <p>Only AES-GCM comes from the chosen provider. Counter mode and HMAC-SHA1 are the JDK's always:
 * Corretto has no counter mode and its HMAC is the slower one.
 *
 * <p>Thread-safe because it is immutable and so are registered providers.
 */
public final class SrtpProvider {
  private static final String GCM = "AES/GCM/NoPadding";
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final Provider gcm;
  private final Provider jdk;

  private SrtpProvider(Provider gcm, Provider jdk) {
    this.gcm = gcm;
    this.jdk = jdk;
  }

  /** Corretto where its native library loads and computes what the JDK computes, else the JDK. */
  public static SrtpProvider choose() {
    SrtpProvider corretto = corretto();
    return corretto != null ? corretto : sunJce();
  }

  /** The JDK's own provider, which is everywhere. */
  public static SrtpProvider sunJce() {
    Provider jdk = Security.getProvider("SunJCE");
    if (jdk == null) {
      throw new IllegalStateException("this JDK has no SunJCE provider");
    }
    return new SrtpProvider(jdk, jdk);
  }

  /** Corretto, or null where it is not on the class path or its native library does not load. */
  static @Nullable SrtpProvider corretto() {
    Provider jdk = sunJce().jdk;
    try {
      // By name: the library is there at run time only, and only for some platforms.
      Object instance = Class.forName(CORRETTO).getField("INSTANCE").get(null);
      return instance instanceof Provider provider && Arrays.equals(sample(provider), sample(jdk))
          ? new SrtpProvider(provider, jdk)
          : null;
    } catch (ReflectiveOperationException
        | GeneralSecurityException
        | RuntimeException
        | LinkageError e) {
      // Whatever goes wrong in there, the answer is the same: this machine has no Corretto.
      return null;
    }
  }

  /** One packet's worth of ciphertext under a fixed key. */
  private static byte[] sample(Provider provider) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(GCM, provider);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(new byte[16], "AES"),
        new GCMParameterSpec(128, new byte[12]));
    cipher.updateAAD(new byte[20]);
    return cipher.doFinal(new byte[1200]);
  }

  /** The name of the provider of AES-GCM, for a log line or a metric. */
  public String name() {
    return gcm.getName();
  }

  Cipher newGcm() {
    try {
      return Cipher.getInstance(GCM, gcm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("tried when the provider was chosen", e);
    }
  }

  Cipher newCounterMode() {
    try {
      return Cipher.getInstance("AES/CTR/NoPadding", jdk);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode", e);
    }
  }

  Mac newHmacSha1() {
    try {
      return Mac.getInstance("HmacSHA1", jdk);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
