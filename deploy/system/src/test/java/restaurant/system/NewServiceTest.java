package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What deploy/new-service makes, and deploy/remove-service takes away: .ci/new-service runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewServiceTest {

  private ProjectCopy project;

  @BeforeAll
  void copy(@TempDir Path folder) throws Exception {
    project = ProjectCopy.in(folder, "functions/quokkas");
  }

  private void passes(String... command) throws Exception {
    var ran = project.run(command);
    assertEquals(0, ran.status(), ran.output());
  }

  private void refuses(String words, String... command) throws Exception {
    var ran = project.run(command);
    assertEquals(1, ran.status(), ran.output());
    assertTrue(ran.output().contains(words), ran.output());
  }

  /** Whatever a test has made is removed again, and whatever is refused changes nothing. */
  @AfterEach
  void nothingIsLeft() throws Exception {
    assertEquals(List.of(), project.changed());
  }

  @Test
  void aServiceIsItsFolderAndALineWhereItIsNamed() throws Exception {
    passes("deploy/new-service", "quokkas");
    assertEquals(
        Stream.of(
                " M deploy/asyncapi.yaml",
                " M deploy/functions.txt",
                " M deploy/gcloud/firestore/indexes.txt",
                " M deploy/gcloud/src/test/resources/inventory-destroyed.txt",
                " M deploy/gcloud/src/test/resources/inventory.txt",
                " M deploy/openapi.yaml",
                " M deploy/system/pom.xml",
                " M deploy/system/src/main/java/restaurant/system/Restaurant.java",
                " M functions/audit/src/main/resources/restaurant/audit/services.txt",
                " M functions/pom.xml",
                "?? functions/quokkas/openapi.yaml",
                "?? functions/quokkas/pom.xml",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/Quokka.java",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/QuokkaCommand.java",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/QuokkaEvent.java",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/QuokkaView.java",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/Quokkas.java",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/QuokkasFunction.java",
                "?? functions/quokkas/src/main/java/restaurant/quokkas/QuokkasPublisher.java",
                "?? functions/quokkas/src/test/java/restaurant/quokkas/PurityTest.java",
                "?? functions/quokkas/src/test/java/restaurant/quokkas/QuokkaTest.java",
                "?? functions/quokkas/src/test/java/restaurant/quokkas/QuokkaViewTest.java",
                "?? functions/quokkas/src/test/java/restaurant/quokkas/StoredQuokkaTest.java",
                "?? functions/quokkas/src/test/resources/golden/quokkaAdded@1.json",
                "?? functions/quokkas/src/test/resources/golden/quokkaRenamed@1.json",
                "?? functions/quokkas/src/test/resources/shapes.txt")
            .toList(),
        project.changed());
    assertEquals(
        List.of("import restaurant.quokkas.Quokkas;", "Quokkas.SERVICE,"),
        project.added("deploy/system/src/main/java/restaurant/system/Restaurant.java"));
    assertEquals(List.of("<module>quokkas</module>"), project.added("functions/pom.xml"));
    assertEquals(
        List.of(
            "quokkas-commands",
            "quokkas-publisher",
            "quokkas",
            "quokkas-queries",
            "quokkas-reconciler",
            "audit-quokkas"),
        project.added("deploy/functions.txt").stream().map(row -> row.split("\\s+")[1]).toList());
    passes("deploy/remove-service", "quokkas");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Quokkas    |          | NAME 'Quokkas' must be 2 to 25 lower-case letters
          quokkas2   |          | NAME 'quokkas2' must be 2 to 25 lower-case letters
          class      |          | NAME 'class' is a reserved word
          objects    |          | --aggregate 'object' is a reserved word
          ops        | tool     | ops: Maven has a module of this name already
          system     |          | system: Maven has a module of this name already
          lists      | list     | --aggregate 'list': each service imports another class List
          menu       |          | menu: there is functions/menu already
          kernel     |          | kernel: there is functions/kernel already
          glass      |          | glass: say what one of them is called, in another word
          quokkas    | quokkas  | quokkas: say what one of them is called, in another word
          quokkas    | customer | --aggregate 'customer': deploy/openapi.yaml has
          --quokkas  |          | --quokkas: there is no such option
          """,
      delimiter = '|',
      quoteCharacter = '"')
  void aNameThatCanNotBeIsRefusedWithTheRule(String name, String aggregate, String rule)
      throws Exception {
    if (aggregate == null) {
      refuses(rule, "deploy/new-service", name);
    } else {
      refuses(rule, "deploy/new-service", name, "--aggregate", aggregate);
    }
  }

  @Test
  void aViewOfAnotherServiceHasNoNamesake() throws Exception {
    var shapes = project.root().resolve("functions/menu/src/test/resources/shapes.txt");
    var before = Files.readString(shapes);
    Files.writeString(shapes, before + "quokkas 1: (name String)\n");
    refuses("quokkas: there is a view of this name already", "deploy/new-service", "quokkas");
    Files.writeString(shapes, before);
  }

  @Test
  void nothingIsMadeWhereALineHasNoPlace() throws Exception {
    var restaurant =
        project.root().resolve("deploy/system/src/main/java/restaurant/system/Restaurant.java");
    var before = Files.readString(restaurant);
    Files.writeString(restaurant, before.replace(".SERVICE);", ".SERVICE );"));
    refuses("Restaurant.java: there is no line like", "deploy/new-service", "quokkas");
    Files.writeString(restaurant, before);
  }

  @Test
  void whatOthersNeedIsNotRemoved() throws Exception {
    refuses("orders reads its events, in orders-menu-items", "deploy/remove-service", "menu");
    refuses("others import its classes", "deploy/remove-service", "audit");
    refuses("kernel: there is no such service", "deploy/remove-service", "kernel");
    refuses("quokkas: there is no such service", "deploy/remove-service", "quokkas");
  }

  /** Maven does not find what it needs, say. */
  @Test
  void whatIsHalfMadeIsRemovedByForce() throws Exception {
    var poms = project.root().resolve("deploy/system/pom.xml");
    var maven = project.root().resolveSibling("bin").resolve("mvn");
    var works = Files.readString(maven);
    var before = Files.readString(poms);
    Files.writeString(maven, "#!/bin/sh\nexit 7\n");
    var ran = project.run("deploy/new-service", "quokkas");
    assertEquals(7, ran.status(), ran.output());
    assertTrue(ran.output().contains("quokkas is made, but not all that follows"), ran.output());
    Files.writeString(maven, works);
    Files.writeString(poms, before);
    refuses("pom.xml does not have", "deploy/remove-service", "quokkas");
    passes("deploy/remove-service", "quokkas", "--force");
  }

  @Test
  void workThatIsNotCommittedIsRemovedOnlyByForce() throws Exception {
    passes("deploy/new-service", "quokkas", "--aggregate", "animal");
    var file = "functions/quokkas/src/main/java/restaurant/quokkas/AnimalCommand.java";
    var made = Files.readString(project.root().resolve(file));
    assertTrue(made.contains("\"addAnimal\""), made);
    Files.writeString(project.root().resolve(file), made + "// A day's work.\n");
    refuses(file, "deploy/remove-service", "quokkas");
    passes("git", "add", ".");
    refuses(file, "deploy/remove-service", "quokkas");
    passes("git", "reset", "-q");
    assertTrue(Files.exists(project.root().resolve(file)));
    passes("deploy/remove-service", "quokkas", "--force");
  }
}
