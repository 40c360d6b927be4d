package org.meshless.perf.attend;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills a room, until it is told to end. */
@Command(
    name = "attend",
    description = {
      "Lets light participants join a room of a running server and publish a picture that every",
      "browser shows, with the participant's number in it, and a tone. Says \"Attending: N\" once",
      "all are there; they leave when the command ends."
    },
    mixinStandardHelpOptions = true)
public final class AttendCommand implements Callable<Integer> {
  private static final int LOUDEST_DBOV = -20;
  private static final int QUIETER_DB = 4;

  @Option(names = "--url", paramLabel = "URL", required = true, description = "of the server")
  private URI url = URI.create("http://127.0.0.1/");

  @Option(names = "--room", paramLabel = "ROOM", required = true, description = "which to join")
  private String room = "";

  @Option(
      names = "--participants",
      paramLabel = "N",
      description = "how many; default: ${DEFAULT-VALUE}")
  private int participants = 30;

  @Option(
      names = "--speakers",
      paramLabel = "N",
      description = "how many of them speak at a time; default: ${DEFAULT-VALUE}")
  private int speakers = 3;

  @Option(
      names = "--turn",
      paramLabel = "S",
      description = "seconds after which the next ones speak; default: never")
  private double turnS;

  @Option(
      names = "--first",
      paramLabel = "N",
      description = "number in the mark of the first; default: ${DEFAULT-VALUE}")
  private int first = 100;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "number in all marks; default: ${DEFAULT-VALUE}")
  private int run;

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "pictures per second; default: ${DEFAULT-VALUE}")
  private double framesPerSecond = 10;

  @Option(
      names = "--videos",
      paramLabel = "N",
      description = "video slots of each; default: ${DEFAULT-VALUE}")
  private int videos;

  @Option(
      names = "--audios",
      paramLabel = "N",
      description = "audio slots of each; default: ${DEFAULT-VALUE}")
  private int audios;

  @Option(
      names = "--duration",
      paramLabel = "S",
      description = "seconds to stay; default: until the command is ended")
  private @Nullable Double durationS;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Attendance attendance =
        Attendance.join(
            url,
            new Attendance.Plan(room, participants, first, run, framesPerSecond, videos, audios));
    Runtime.getRuntime().addShutdownHook(new Thread(attendance::close));
    System.out.println("Attending: " + attendance.size());
    long endNs =
        System.nanoTime() + (durationS == null ? Long.MAX_VALUE / 2 : (long) (durationS * 1e9));
    int from = 0;
    do {
      for (int i = 0; i < Math.min(speakers, participants); i++) {
        attendance.speak(1 + (from + i) % participants, LOUDEST_DBOV - QUIETER_DB * (i % 20));
      }
      long turnNs = turnS > 0 ? (long) (turnS * 1e9) : Long.MAX_VALUE / 2;
      boolean _ = ended.await(Math.min(turnNs, endNs - System.nanoTime()), TimeUnit.NANOSECONDS);
      for (int i = 0; i < Math.min(speakers, participants); i++) {
        attendance.silence(1 + (from + i) % participants);
      }
      from += speakers;
    } while (System.nanoTime() < endNs);
    return 0;
  }
}
