package restaurant.local.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import restaurant.local.platform.Chaos;

class PipelineTest {

  private final Pipeline pipeline = new Pipeline();

  private void say(int messages) {
    for (int i = 0; i < messages; i++) {
      pipeline.suffers(Chaos.NONE);
    }
  }

  @Test
  void keepsTheLastThousand() {
    say(1_500);
    var reader = pipeline.join(0);
    assertEquals(1_000, reader.size());
    assertEquals(501, reader.element().number());
  }

  @Test
  void goesOnAfterANumber() {
    say(3);
    var reader = pipeline.join(2);
    say(1);
    assertEquals(3, reader.remove().number());
    assertEquals(4, reader.remove().number());
    assertTrue(reader.isEmpty());
  }

  @Test
  void whoDoesNotReadIsNotWaitedFor() {
    var idle = pipeline.join(0);
    var busy = pipeline.join(0);
    for (int i = 0; i < 11_000; i++) {
      say(1);
      busy.clear();
    }
    assertFalse(pipeline.isServed(idle));
    assertTrue(pipeline.isServed(busy));
  }

  @Test
  void whoLeftGetsNothing() {
    var reader = pipeline.join(0);
    pipeline.leave(reader);
    say(1);
    assertTrue(reader.isEmpty());
  }
}
