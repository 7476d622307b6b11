package dev.eventfold.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a command that is sent again is the same is told by the text of its values. */
class JsonTest {

  private static String byValue(String json) {
    return Json.byValue(Json.parse(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|{\"a\":2}",
        "{\"a\":1}|{\"b\":1}",
        "{\"a\":1}|{\"a\":null}",
        "{\"a\":1}|{\"a\":true}",
        "{\"a\":true}|{\"a\":false}",
        "{\"a\":false}|{\"a\":null}",
        "{\"a\":null}|{}",
        "{\"a\":[1,2]}|{\"a\":[2,1]}",
        "{\"a\":[1]}|{\"a\":[1,1]}",
        "{\"a\":[1]}|{\"a\":[]}",
        "{\"a\":[]}|{\"a\":null}",
        "{\"a\":{\"b\":1}}|{\"a\":{\"b\":2}}",
        "[{\"a\":1}]|[{\"a\":2}]"
      })
  void whatDiffersHasAnotherText(String one, String other) {
    assertNotEquals(byValue(one), byValue(other));
  }

  @Test
  void theTextIsTheSameForEver() {
    assertEquals(
        "{\"a\":[\"1\",\"2.5\",null,true,\"x\"],\"b\":{\"c\":\"10\",\"d\":[]}}",
        byValue("{\"b\":{\"d\":[],\"c\":1e1},\"a\":[1,2.50,null,true,\"x\"]}"));
  }

  /** A number longer than that is a text like any other. */
  @Test
  void aTextIsANumberUpToFourHundredCharacters() {
    var zeros = "1." + "0".repeat(398);
    assertEquals("\"1\"", byValue("\"" + zeros + "\""));
    assertEquals("\"" + zeros + "0\"", byValue("\"" + zeros + "0\""));
  }
}
