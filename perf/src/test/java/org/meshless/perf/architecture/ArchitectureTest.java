package org.meshless.perf.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/**
 * The modules' and packages' rules, over all modules: here is the one place that sees them all. A
 * library that could be exchanged is known to one package.
 */
@AnalyzeClasses(
    packages = "org.meshless",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
final class ArchitectureTest {
  private static final String[] JDK = {"java..", "javax..", "org.jspecify.annotations"};

  @ArchTest
  static final ArchRule rtpKnowsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("org.meshless.rtp..")
          .should()
          .onlyDependOnClassesThat(in("org.meshless.rtp..").or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule rtpHasNeitherClockNorSocketNorThread =
      noClasses()
          .that()
          .resideInAPackage("org.meshless.rtp..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat(
              in("java.time..")
                  .and(
                      resideOutsideOfPackages("java.time.temporal..")
                          .and(DescribedPredicate.not(named("java.time.Duration"))))
                  .or(resideInAnyPackage("java.net..", "java.nio.channels.."))
                  .or(named("java.lang.Thread"))
                  .or(named("java.util.Timer"))
                  .or(
                      resideInAPackage("java.util.concurrent")
                          .and(DescribedPredicate.not(named("java.util.concurrent.TimeUnit")))));

  /**
   * The loop reads the clock, once per batch; BouncyCastle's handshakes have threads of their own.
   */
  @ArchTest
  static final ArchRule whatDecidesIsToldTheTime =
      noClasses()
          .that(
              resideInAnyPackage("org.meshless.sfu..", "org.meshless.signaling.hall..")
                  .and(
                      resideOutsideOfPackages("org.meshless.sfu.net..", "org.meshless.sfu.dtls..")))
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  /** HardClose cuts a WebSocket whose peer does not read; Vert.x has no call for that. */
  @ArchTest
  static final ArchRule nettyIsKnownToTheMediaSocketsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.meshless.sfu.net..")
          .and()
          .doNotHaveFullyQualifiedName("org.meshless.signaling.web.HardClose")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule ice4jIsKnownToIceOnly =
      onlyIn("org.meshless.sfu.ice..", "org.ice4j..", "org.jitsi..");

  /** Servers are measured by a client with a DTLS of its own. */
  @ArchTest
  static final ArchRule bouncyCastleIsKnownToDtlsAndItsOwnCertificateOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.meshless.sfu.dtls..", "org.meshless.signaling.tls..", "org.meshless.perf.dtls..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule vertxIsKnownToTheWebSideAndTheStartOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.meshless.signaling.web..", "org.meshless.signaling")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule theHallHasNeitherSocketNorThread =
      noClasses()
          .that()
          .resideInAPackage("org.meshless.signaling.hall..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "java.nio.channels..", "org.meshless.sfu..")
                  .or(named("java.lang.Thread"))
                  .or(named("java.util.Timer")));

  @ArchTest
  static final ArchRule theSfuKnowsNothingOfHttpJsonSdpOrMetricsLibraries =
      noClasses()
          .that()
          .resideInAPackage("org.meshless.sfu..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.meshless.signaling..",
              "io.vertx..",
              "com.fasterxml..",
              "io.micrometer..",
              "picocli..",
              "java.net.http..");

  @ArchTest
  static final ArchRule sdpKnowsRtpOnly =
      classes()
          .that()
          .resideInAPackage("org.meshless.signaling.sdp..")
          .should()
          .onlyDependOnClassesThat(
              in("org.meshless.signaling.sdp..")
                  .or(resideInAnyPackage("org.meshless.rtp.."))
                  .or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule theProtocolKnowsRtpAndJacksonOnly =
      classes()
          .that()
          .resideInAPackage("org.meshless.signaling.protocol..")
          .should()
          .onlyDependOnClassesThat(
              in("org.meshless.signaling.protocol..")
                  .or(resideInAnyPackage("org.meshless.rtp..", "com.fasterxml.jackson.."))
                  .or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule measurementsSpeakToTheServerFromOutside =
      noClasses()
          .that()
          .resideInAPackage("org.meshless.perf..")
          .should()
          .dependOnClassesThat(
              in("io.vertx..")
                  .or(
                      resideInAnyPackage("org.meshless.sfu..", "org.meshless.signaling..")
                          .and(
                              resideOutsideOfPackages(
                                  "org.meshless.sfu.ice..",
                                  "org.meshless.sfu.sctp..",
                                  "org.meshless.signaling.sdp..",
                                  "org.meshless.signaling.protocol..",
                                  "org.meshless.signaling.browser.."))));

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that()
          .resideOutsideOfPackage("..jmh_generated")
          .should(
              be(
                  DescribedPredicate.describe(
                      "in a package marked @NullMarked",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  private static ArchRule onlyIn(String home, String... library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }

  private static DescribedPredicate<JavaClass> in(String packageIdentifier) {
    return resideInAPackage(packageIdentifier);
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return HasName.Predicates.name(name).forSubtype();
  }

  /** A module above gets the tests of one below it as a jar once that is packaged. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
