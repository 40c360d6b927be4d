package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files from page to page. */
@Tag("browser")
class FilesTest {

  @RegisterExtension static final Stage stage = new Stage();

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final int run = Stage.newRun();
  private final String room = Stage.newRoom();

  private Member chromium(String name, int publisher) {
    return stage.chromium(room, name, SyntheticMedia.marked(run, publisher));
  }

  /** Drops a file of random bytes on the open chat, and returns its SHA-256. */
  private static String drops(Member member, String name, int bytes) {
    return member
        .page()
        .evaluate(
            """
            (async () => {
              const bytes = new Uint8Array(%d);
              for (let i = 0; i < bytes.length; i += 65536) crypto.getRandomValues(bytes.subarray(i, i + 65536));
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([bytes], %s));
              const chat = document.querySelector('.chat');
              chat.dispatchEvent(new DragEvent('dragover', {dataTransfer, bubbles: true, cancelable: true}));
              chat.dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true}));
              const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
              return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
            })()\
            """
                .formatted(bytes, Member.quoted(name)))
        .asText();
  }

  private static String card(String name) {
    return "document.querySelector(`[data-file=${CSS.escape(%s)}]`)".formatted(Member.quoted(name));
  }

  private static void awaitState(Member member, String name, String state) {
    member.page().await("%s?.dataset.state === '%s'".formatted(card(name), state), PATIENCE);
  }

  /** Has the page keep what it offers to be saved; its own policy lets nobody fetch that. */
  private static void keepsWhatItOffersToSave(Member member) {
    member
        .page()
        .evaluate(
            """
            (() => {
              const create = URL.createObjectURL;
              URL.createObjectURL = (blob) => create.call(URL, (globalThis.offeredToSave = blob));
              return true;
            })()\
            """);
  }

  /** The SHA-256 of what the receiver would save. */
  private static String saved(Member member) {
    return member
        .page()
        .evaluate(
            """
            (async () => {
              const bytes = await globalThis.offeredToSave.arrayBuffer();
              const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
              return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
            })()\
            """)
        .asText();
  }

  @Test
  void aFileArrivesAsItWasWhereItWasAskedFor() {
    Member ann = chromium("Ann", 1);
    Member fox = stage.firefox(room, "Fox", SyntheticMedia.marked(run, 2));
    for (Member member : List.of(ann, fox)) {
      member.join();
      member.opensChat();
    }
    fox.writes("send it");
    ann.awaitMessage("send it");
    String hash = drops(ann, "big.bin", 5 << 20);
    awaitState(fox, "big.bin", "offered");
    keepsWhatItOffersToSave(fox);
    fox.page().click("Receive big.bin");
    awaitState(fox, "big.bin", "done");
    assertEquals(hash, saved(fox));
    ann.page().await("%s.dataset.done === '1'".formatted(card("big.bin")), PATIENCE);
  }

  @Test
  void aFileForOneIsSeenByNobodyElseAndEitherSideMayCancel() {
    Member ann = chromium("Ann", 1);
    Member bob = chromium("Bob", 2);
    Member cas = chromium("Cas", 3);
    for (Member member : List.of(ann, bob, cas)) {
      member.join();
      member.opensChat();
    }
    ann.awaitTile("Bob");
    ann.awaitTile("Cas");
    ann.writesTo("Bob", "a file follows", 3);
    bob.awaitMessage("a file follows");
    drops(ann, "../secret\u202E.txt", 300_000);
    awaitState(bob, "secret.txt", "offered");
    bob.page().click("Decline secret.txt");
    awaitState(bob, "secret.txt", "declined");

    drops(ann, "second.txt", 300_000);
    awaitState(bob, "second.txt", "offered");
    ann.page().click("Cancel second.txt");
    awaitState(bob, "second.txt", "cancelled");
    assertTrue(cas.page().evaluate("!document.querySelector('.file-card')").asBoolean());
  }

  @Test
  void whoComesLaterReadsWhatWasWritten() {
    Member ann = chromium("Ann", 1);
    ann.join();
    ann.opensChat();
    ann.writes("I was here first");
    ann.awaitMessage("I was here first");
    Member fox = stage.firefox(room, "Fox", SyntheticMedia.marked(run, 2));
    fox.join();
    fox.page()
        .await("document.querySelector('.toggle-chat')?.dataset.unread === '1'", Member.DEADLINE);
    fox.page().click("Chat, 1 unread");
    fox.awaitMessage("I was here first");
    assertEquals(List.of("I was here first"), fox.messages());
  }
}
