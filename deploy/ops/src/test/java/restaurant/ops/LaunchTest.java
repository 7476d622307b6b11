package restaurant.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the tools, with a Maven and a Java that only say how they are called. */
class LaunchTest {

  private static final String MVN =
      """
      #!/usr/bin/env bash
      echo "$@" >>"$ROOT/builds"
      if [ -f "$ROOT/broken" ]; then cat "$ROOT/broken"; exit 1; fi
      cd "$ROOT/deploy/ops"
      mkdir -p target/launch "$ROOT/shared/gcp/target"
      touch "$ROOT/shared/gcp/target/gcp.jar"
      echo "$ROOT/bin/java" >target/launch/java
      echo "$ROOT/shared/gcp/target/gcp.jar" >target/launch/classpath
      touch target/launch/arguments
      """;
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      while [[ "$1" == -X* ]]; do shift; done
      printf '<%s>\\n' "$@"
      exit 7
      """;
  private static final String BROKEN =
      """
      [ERROR] COMPILATION ERROR :
      [ERROR] Ops.java:[3,4] cannot find symbol
      [ERROR] Failed to execute goal compile: Compilation failure
      [ERROR] Ops.java:[3,4] cannot find symbol
      [ERROR] -> [Help 1]
      [ERROR]
      [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
      [ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/MojoFailureException
      """;

  @TempDir Path folder;

  private Path root;
  private Path script;
  private Path source;

  private record Ran(int status, String output) {}

  @BeforeEach
  void aCheckout() throws Exception {
    root = Files.createDirectories(folder.toRealPath().resolve("a checkout"));
    script = root.resolve("deploy/ops/ops");
    source = root.resolve("shared/gcp/src/main/java/Clients.java");
    for (var file : List.of(script, source, root.resolve("bin/mvn"))) {
      Files.createDirectories(file.getParent());
    }
    Files.copy(Path.of("ops"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(source, "");
    Files.writeString(source.resolveSibling("Failures.java"), "");
    executable("mvn", MVN);
    executable("java", JAVA);
  }

  private void executable(String name, String text) throws Exception {
    assertTrue(
        Files.writeString(root.resolve("bin").resolve(name), text).toFile().setExecutable(true));
  }

  private Ran run(Path program, String... arguments) throws Exception {
    var command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("ROOT", root.toString());
    builder
        .environment()
        .merge("PATH", root.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private int builds() throws Exception {
    return Files.readAllLines(root.resolve("builds")).size();
  }

  @Test
  void argumentsAndExitCodeComeThroughUnharmedFromAnywhere() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), script);
    var again = Files.createSymbolicLink(folder.resolve("again"), Path.of("link"));
    run(link, "verify");
    var ran = run(again, "abandon", "a b", "", "it's \"so\"", "*", "$HOME", "@x", "--by=c\\d");
    assertEquals(7, ran.status(), ran.output());
    assertEquals(
        List.of(
            "<@" + script.resolveSibling("target/launch/arguments") + ">",
            "<abandon>",
            "<a b>",
            "<>",
            "<it's \"so\">",
            "<*>",
            "<$HOME>",
            "<@x>",
            "<--by=c\\d>"),
        ran.output().lines().toList());
  }

  @Test
  void itIsBuiltOnceAndAgainWhenSomethingHasChanged() throws Exception {
    assertTrue(run(script, "verify").output().startsWith("Building the operator's tools"));
    assertFalse(run(script, "verify").output().contains("Building"));
    assertEquals(1, builds());

    List<Changes> changes = new ArrayList<>();
    changes.add(() -> Files.writeString(source, "changed"));
    changes.add(() -> Files.delete(source.resolveSibling("Failures.java")));
    changes.add(() -> Files.writeString(root.resolve("shared/gcp/pom.xml"), ""));
    changes.add(() -> Files.writeString(root.resolve("shared/pom.xml"), ""));
    changes.add(() -> Files.writeString(root.resolve("pom.xml"), ""));
    changes.add(() -> Files.delete(root.resolve("shared/gcp/target/gcp.jar")));
    changes.add(() -> Files.writeString(script.resolveSibling("target/launch/java"), "gone"));
    for (int i = 0; i < changes.size(); i++) {
      changes.get(i).make();
      run(script, "verify");
      run(script, "verify");
      assertEquals(2 + i, builds());
    }
  }

  private interface Changes {
    void make() throws Exception;
  }

  @Test
  void aBuildThatFailsSaysWhyAndNothingElseAndIsTriedAgain() throws Exception {
    Files.writeString(root.resolve("broken"), BROKEN);
    var ran = run(script, "verify");
    assertEquals(4, ran.status(), ran.output());
    assertEquals(
        """
        Building the operator's tools …
        The operator's tools can't be built:
        COMPILATION ERROR :
        Ops.java:[3,4] cannot find symbol
        Failed to execute goal compile: Compilation failure
        All of it: %s
        """
            .formatted(script.resolveSibling("target/launch.log")),
        ran.output());

    Files.writeString(root.resolve("broken"), "no space left on device");
    assertTrue(run(script, "verify").output().contains("\nno space left on device\n"));
    Files.delete(root.resolve("broken"));
    assertEquals(7, run(script, "verify").status());
  }

  @Test
  void whatMavenHasStartedIsStartedInTheSameWay() throws Exception {
    var target = Files.createDirectories(root.resolve("target"));
    Launch.note(target);
    var launch = target.resolve("launch");
    var java = Path.of(Files.readString(launch.resolve("java")).strip());
    var ran = run(java, "@" + launch.resolve("arguments"), "verify", "--help");
    assertEquals(0, ran.status(), ran.output());
    assertTrue(ran.output().contains("Usage: ops verify"), ran.output());
  }
}
