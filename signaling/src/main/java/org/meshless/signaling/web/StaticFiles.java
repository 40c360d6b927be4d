package org.meshless.signaling.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page's files, all of them in memory: what is not among them does not exist, whatever a path
 * says. Browsers keep them and ask each time whether they changed ({@code no-cache} with an ETag),
 * so that a new server is a new page at once. Immutable.
 */
public final class StaticFiles {
  private static final String ROOT = "/web";
  private static final String INDEX = ROOT + "/index.html";

  private final Map<String, StaticFile> files;

  /**
   * One file.
   *
   * @param gzipped the same, compressed; null where that gains nothing
   * @param etag quoted, as in the header (RFC 9110 §8.8.3)
   */
  private record StaticFile(
      String contentType, Buffer body, @Nullable Buffer gzipped, String etag) {}

  private StaticFiles(Map<String, StaticFile> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * Reads everything that lies under {@code /web} of the class path beside its {@code index.html}.
   *
   * @throws IllegalStateException if there is no such file: the server was built without its page
   */
  public static StaticFiles load() {
    URL index = StaticFiles.class.getResource(INDEX);
    if (index == null) {
      throw new IllegalStateException("The page's files are not on the class path.");
    }
    try {
      URI uri = index.toURI();
      if (!uri.getScheme().equals("jar")) {
        return read(directory(Path.of(uri)));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(ROOT));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("The page's files cannot be read.", e);
    }
  }

  private static Path directory(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("The page's files lie nowhere.");
    }
    return parent;
  }

  private static StaticFiles read(Path root) throws IOException {
    Map<String, StaticFile> files = new HashMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        String name = ROOT + "/" + root.relativize(path).toString().replace('\\', '/');
        files.put(name, read(name, Files.readAllBytes(path)));
      }
    }
    return new StaticFiles(files);
  }

  private static StaticFile read(String name, byte[] body) throws IOException {
    String contentType = contentType(name);
    byte[] gzipped = isText(contentType) ? gzip(body) : body;
    return new StaticFile(
        contentType,
        Buffer.buffer(body),
        gzipped.length < body.length ? Buffer.buffer(gzipped) : null,
        etag(body));
  }

  /** Answers a GET or HEAD for a file, or passes on. {@code /} and {@code /r/…} are the page. */
  void serve(RoutingContext context) {
    String path = context.request().path();
    boolean isPage = path != null && (path.equals("/") || path.startsWith("/r/"));
    StaticFile file = path == null ? null : files.get(isPage ? INDEX : path);
    if (file == null) {
      context.next();
      return;
    }
    send(file, context.request(), context.response());
  }

  private static void send(
      StaticFile file, HttpServerRequest request, HttpServerResponse response) {
    Buffer gzipped = accepts(request, "gzip") ? file.gzipped : null;
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.ETAG, file.etag)
        .putHeader(HttpHeaders.VARY, "Accept-Encoding");
    String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && matches(known, file.etag)) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType);
    if (gzipped != null) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    Buffer body = gzipped == null ? file.body : gzipped;
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }

  private static boolean accepts(HttpServerRequest request, String coding) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted == null) {
      return false;
    }
    for (String element : accepted.split(",", 32)) {
      String[] parts = element.split(";", 2);
      if (parts[0].strip().equalsIgnoreCase(coding)) {
        return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0{0,3})?");
      }
    }
    return false;
  }

  private static boolean matches(String ifNoneMatch, String etag) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    for (String known : ifNoneMatch.split(",", 32)) {
      String strong = known.strip();
      if ((strong.startsWith("W/") ? strong.substring(2) : strong).equals(etag)) {
        return true;
      }
    }
    return false;
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json", "map" -> "application/json; charset=utf-8";
      case "webmanifest" -> "application/manifest+json; charset=utf-8";
      case "txt", "md" -> "text/plain; charset=utf-8";
      case "svg" -> "image/svg+xml; charset=utf-8";
      case "png" -> "image/png";
      case "jpg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      case "wasm" -> "application/wasm";
      default -> "application/octet-stream";
    };
  }

  private static boolean isText(String contentType) {
    return contentType.endsWith("charset=utf-8");
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body);
    }
    return compressed.toByteArray();
  }

  private static String etag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return '"'
          + Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22)
          + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("Every Java has SHA-256.", e));
    }
  }
}
