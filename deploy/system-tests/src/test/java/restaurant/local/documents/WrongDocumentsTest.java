package restaurant.local.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that is wrong is found to be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongDocumentsTest {

  private static final String ONE = "b141a95c-915d-5122-aa8e-f271bebfa5a0";
  private static final String OTHER = "c0753d2c-96e1-5c34-98c7-19a22e7d17df";

  private MavenCommand maven;

  @BeforeAll
  void look() throws IOException {
    maven = new MavenCommand(new Repository());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn -q -Pnothing",
        "mvn -q -Prun -Drun.args=\"--nothing\"",
        "mvn -q -Pops -Dops.args=\"verifi\"",
        "mvn test -Dtest=NothingTest",
        "mvn test -pl deploy/nothing",
        "mvn verify -Dnobody.reads.it=1",
        "mvn nothing"
      })
  void whatIsNotThereCannotBeTyped(String command) {
    assertThrows(Throwable.class, () -> maven.check(command));
  }

  @ParameterizedTest
  @CsvSource({
    "{\"version\":1}, {\"version\":2}",
    "{\"version\":1, {\"version\":1}",
    "{\"version\":2 …, {\"version\":1}",
    ONE + ' ' + ONE + ", " + ONE + ' ' + OTHER,
    "2026-11-23T11:07:50Z, 11:07"
  })
  void anotherAnswerIsAnother(String said, String printed) {
    assertNotEquals("", new Answer().difference(said, printed));
  }

  @Test
  void idsMayDifferAndMeanTheSameFromThenOn() {
    var answer = new Answer();
    assertEquals(
        "", answer.difference("{\"id\":\"" + ONE + "\", …", "{\"id\":\"" + OTHER + "\",\"a\":1}"));
    assertEquals("curl /" + OTHER, answer.translated("curl /" + ONE));
    assertEquals("curl /" + OTHER, answer.translated("curl /<id>"));
  }

  @Test
  void blocksAndSentencesAreRead(@TempDir Path folder) throws IOException {
    var document =
        Files.writeString(
            folder.resolve("README.md"),
            """
            Type `mvn verify`, or:

                curl -s localhost:8080/a \\
                  -d '{}'   # why

                {"a":1,
                "b":2}

            ```
            rm -rf everything
            ```

            ```java
            var code;
            ```
            """);
    assertEquals(
        List.of(Kind.MAVEN, Kind.EXECUTED, Kind.UNKNOWN),
        Step.of(document).stream().map(Step::kind).toList());
    assertEquals("{\"a\":1,\"b\":2}", Step.of(document).get(1).answer().orElseThrow());
  }
}
