package restaurant.console;

import dev.eventfold.emulators.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of one console, which all of a class share. */
@Needs(Needs.Tool.CHROMIUM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AtTheConsole {

  OpenConsole console;

  @BeforeAll
  void open() throws Exception {
    console = new OpenConsole();
  }

  @AfterAll
  void close() {
    console.close();
  }
}
