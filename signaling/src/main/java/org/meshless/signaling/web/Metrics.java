package org.meshless.signaling.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.meshless.signaling.hall.CloseCode;
import org.meshless.signaling.hall.HallCounters;
import org.meshless.signaling.protocol.ErrorCode;

/** Everything that is measured, as Prometheus reads it. Thread-safe. */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** With what the JVM and the operating system tell. */
  public Metrics() {
    add(new ClassLoaderMetrics());
    add(new JvmMemoryMetrics());
    add(garbageCollection);
    add(new JvmThreadMetrics());
    add(new ProcessorMetrics());
    add(new FileDescriptorMetrics());
    add(new UptimeMetrics());
  }

  /** Adds whatever another part of the server measures. */
  public void add(MeterBinder meters) {
    meters.bindTo(registry);
  }

  /** What the hall counts. */
  public void add(HallCounters hall) {
    gauge("meshless.rooms", "Rooms with somebody in them.", hall.rooms);
    gauge("meshless.seats", "Seats taken, those kept for somebody lost included.", hall.seats);
    gauge("meshless.sockets", "WebSockets open.", hall.sockets);
    counter("meshless.messages", "Signaling messages received.", hall.messages);
    counter("meshless.joins", "Seats given.", hall.joins);
    counter(
        "meshless.seats.lost",
        "Seats ended because nothing was heard for too long.",
        hall.lostSeats);
    counter("meshless.room.failures", "Rooms ended by an error in the server.", hall.roomFailures);
    counter("meshless.resumes", "Seats taken up again.", hall.replays, "with", "events");
    counter("meshless.resumes", "Seats taken up again.", hall.snapshots, "with", "snapshot");
    for (ErrorCode code : ErrorCode.values()) {
      counter("meshless.refusals", "Requests refused.", hall.refusals(code), "code", code.wire());
    }
    for (CloseCode code : CloseCode.values()) {
      counter(
          "meshless.socket.closes",
          "WebSockets closed by the server.",
          hall.closes(code),
          "code",
          Integer.toString(code.code()));
    }
  }

  /** What the web side counts. */
  public void add(WebCounters web) {
    String description = "WebSockets refused or cut.";
    counter("meshless.socket.cuts", description, web.foreignOrigins, "why", "origin");
    counter("meshless.socket.cuts", description, web.socketsRefused, "why", "too-many");
    counter("meshless.socket.cuts", description, web.oversizedMessages, "why", "too-big");
    counter("meshless.socket.cuts", description, web.slowSockets, "why", "too-slow");
    counter("meshless.socket.cuts", description, web.pingFloods, "why", "pings");
    counter("meshless.socket.cuts", description, web.silentSockets, "why", "silent");
  }

  /** All of it in the Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  private void gauge(String name, String description, AtomicLong value) {
    Gauge.builder(name, value, AtomicLong::doubleValue).description(description).register(registry);
  }

  private void counter(String name, String description, AtomicLong value, String... tags) {
    FunctionCounter.builder(name, value, AtomicLong::doubleValue)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
