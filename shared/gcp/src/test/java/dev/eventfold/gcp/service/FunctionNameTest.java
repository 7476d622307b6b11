package dev.eventfold.gcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionNameTest {

  @AfterEach
  void clear() {
    System.clearProperty("k.service");
    System.clearProperty("environment");
  }

  @Test
  void whatAFunctionIsDoesNotDependOnItsEnvironment() {
    System.setProperty("k.service", "things-commands");
    assertEquals("things-commands", FunctionName.current());
    System.setProperty("environment", "staging");
    assertEquals("things-commands", FunctionName.current());
    System.setProperty("k.service", "staging-things-commands");
    assertEquals("things-commands", FunctionName.current());
  }
}
