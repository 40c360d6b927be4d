package org.meshless.perf.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
final class TcpRelayTest {
  private final ServerSocket echo;
  private final TcpRelay relay;

  TcpRelayTest() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    relay =
        TcpRelay.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()));
  }

  @BeforeEach
  void echo() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket socket = echo.accept();
                  Thread.ofVirtual().start(() -> echo(socket));
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
  }

  private static void echo(Socket socket) {
    try (socket) {
      long _ = socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // Cut.
    }
  }

  @AfterEach
  void end() throws IOException {
    relay.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  private static int echoed(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void whatIsSentThroughItArrivesBothWaysOnManyConnections() throws IOException {
    try (Socket first = connect();
        Socket second = connect()) {
      assertEquals(7, echoed(first, 7));
      assertEquals(8, echoed(second, 8));
      assertEquals(9, echoed(first, 9));
    }
  }

  @Test
  void aCutConnectionEndsWithoutAGoodbyeAndANewOneWorks() throws IOException {
    try (Socket socket = connect()) {
      assertEquals(7, echoed(socket, 7));

      relay.cut();

      assertThrows(IOException.class, () -> socket.getInputStream().read());
    }
    try (Socket again = connect()) {
      assertEquals(8, echoed(again, 8));
    }
  }
}
