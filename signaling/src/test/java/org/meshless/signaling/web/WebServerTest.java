package org.meshless.signaling.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestServer server = new TestServer();

  @BeforeAll
  void makeReady() {
    server.web.ready();
  }

  @AfterAll
  void stop() {
    server.close();
    http.close();
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri(path));
  }

  private HttpResponse<byte[]> get(String path) {
    return send(request(path));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** Sends what no well-behaved client would. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/r/room", "/r/clinic/dr-jekyll?name=Ann", "/r/a/b/c", "/web/index.html"})
  void thePageIsFoundUnderEveryRoom(String path) {
    HttpResponse<byte[]> response = get(path);

    assertEquals(200, response.statusCode());
    assertEquals("text/html; charset=utf-8", header(response, "Content-Type"));
    assertTrue(text(response).startsWith("<!doctype html>"), path);
  }

  @Test
  void modulesHaveTheTypeThatBrowsersDemand() {
    assertEquals(
        "text/javascript; charset=utf-8", header(get("/web/page/main.js"), "Content-Type"));
    assertEquals("image/svg+xml; charset=utf-8", header(get("/web/page/icon.svg"), "Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/web",
        "/web/",
        "/web/../web/index.html",
        "/web/%2e%2e/%2e%2e/etc/passwd",
        "/org/meshless",
        "/META-INF/MANIFEST.MF",
        "/..%2f..%2fetc/passwd",
        "/web/page/main.js%00.html",
        "/r",
      })
  void whatIsNoFileOfThePageDoesNotExist(String path) {
    HttpResponse<byte[]> response = get(path);

    assertEquals(404, response.statusCode());
    assertFalse(header(response, "Content-Security-Policy").isEmpty());
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    String etag = header(get("/"), "ETag");
    assertEquals("no-cache", header(get("/"), "Cache-Control"));

    assertEquals(304, send(request("/").header("If-None-Match", etag)).statusCode());
    assertEquals(304, send(request("/").header("If-None-Match", "\"x\", W/" + etag)).statusCode());
    assertEquals(200, send(request("/").header("If-None-Match", "\"x\"")).statusCode());
  }

  @Test
  void textIsCompressedForThoseWhoTakeIt() throws IOException {
    HttpResponse<byte[]> plain = get("/web/page/main.js");
    HttpResponse<byte[]> gzipped =
        send(request("/web/page/main.js").header("Accept-Encoding", "br, gzip"));
    HttpResponse<byte[]> declined =
        send(request("/web/page/main.js").header("Accept-Encoding", "gzip;q=0"));

    assertEquals("gzip", header(gzipped, "Content-Encoding"));
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(gzipped.body()))) {
      assertEquals(text(plain), new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals("", header(declined, "Content-Encoding"));
    assertEquals("Accept-Encoding", header(plain, "Vary"));
  }

  @Test
  void headIsAnsweredLikeGetWithoutABody() {
    HttpResponse<byte[]> response =
        send(request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertEquals(200, response.statusCode());
    assertEquals(0, response.body().length);
    assertEquals(get("/").body().length, Integer.parseInt(header(response, "Content-Length")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void nothingCanBeWritten(String method) {
    HttpResponse<byte[]> response =
        send(request("/").method(method, HttpRequest.BodyPublishers.noBody()));

    assertEquals(405, response.statusCode());
    assertEquals("GET, HEAD", header(response, "Allow"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/healthz", "/nothing"})
  void everyResponseTellsBrowsersToBeStrict(String path) {
    HttpResponse<byte[]> response = get(path);

    String policy = header(response, "Content-Security-Policy");
    assertTrue(
        policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertTrue(policy.contains("connect-src 'self' ws://127.0.0.1:" + server.port() + ";"), policy);
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
    assertEquals("no-referrer", header(response, "Referrer-Policy"));
    assertEquals("same-origin", header(response, "Cross-Origin-Opener-Policy"));
    assertEquals("same-origin", header(response, "Cross-Origin-Resource-Policy"));
    assertTrue(
        header(response, "Permissions-Policy")
            .startsWith("camera=(self), microphone=(self), display-capture=(self)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a; script-src *", "a'b", "a b", "", "a_b", "[::1", "a\u00e9", "x:99999999"})
  void aHostThatIsNoneDoesNotGetIntoThePolicy(String host) throws IOException {
    String response = raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertFalse(response.contains("connect-src 'self' ws"), response);
    assertEquals(-1, response.indexOf("script-src *"), response);
  }

  @Test
  void healthIsAnswered() {
    assertEquals(200, get("/healthz").statusCode());
    assertEquals("ok\n", text(get("/healthz")));
    assertEquals("no-store", header(get("/healthz"), "Cache-Control"));
  }

  @Test
  void readinessComesAndGoes() {
    try (TestServer other = new TestServer()) {
      HttpRequest.Builder readyz = HttpRequest.newBuilder(other.uri("/readyz"));
      assertEquals(503, send(readyz).statusCode());
      other.web.ready();
      assertEquals(200, send(readyz).statusCode());
      TestServer.await(other.web.drain(0));
      assertEquals(503, send(readyz).statusCode());
      assertEquals(200, send(HttpRequest.newBuilder(other.uri("/healthz"))).statusCode());
    }
  }

  @Test
  void theSocketsPathIsForSocketsOnly() throws IOException {
    String response = raw("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertTrue(response.startsWith("HTTP/1.1 426"), response);
    assertTrue(response.contains("Upgrade: websocket"), response);
  }

  @Test
  void anEndlessRequestLineIsRefused() throws IOException {
    String response = raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n");

    assertTrue(response.startsWith("HTTP/1.0 414"), response);
  }

  @Test
  void endlessHeadersAreRefused() throws IOException {
    String header = "X: " + "x".repeat(1000) + "\r\n";

    String response = raw("GET / HTTP/1.1\r\nHost: a\r\n" + header.repeat(20) + "\r\n");

    assertTrue(response.startsWith("HTTP/1.1 431"), response);
  }
}
