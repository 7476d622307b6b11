package restaurant.gcloud;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Runs the scripts as people do, with the real gcloud, whose calls all go to the stand-in. */
final class Scripts {

  private static final Path FOLDER = Path.of("").toAbsolutePath();
  private static final List<String> APIS =
      List.of(
          "apigateway",
          "artifactregistry",
          "cloudbuild",
          "cloudfunctions",
          "cloudresourcemanager",
          "cloudscheduler",
          "eventarc",
          "firestore",
          "iam",
          "logging",
          "monitoring",
          "pubsub",
          "run",
          "secretmanager",
          "serviceusage",
          "storage");

  /**
   * @param output both streams
   */
  record Result(int status, String output) {

    /** The lines that are commands. */
    List<String> commands() {
      return output.lines().filter(line -> !line.startsWith("#")).toList();
    }

    Result mustPass() {
      if (status != 0) {
        throw new AssertionError("status " + status + ":\n" + output);
      }
      return this;
    }
  }

  /** Of whom a script hears nothing, and whose end it does not hear of either. */
  static final String NOBODY = "nobody";

  private final Map<String, String> environment = new TreeMap<>();

  /**
   * @param folder for what gcloud keeps, and for jars of nothing
   */
  Scripts(Path folder, int port) {
    var sources = folder.resolve("sources");
    try {
      for (var function : FunctionTable.read()) {
        var service = function.service();
        Files.createDirectories(sources.resolve(service));
        var jar = sources.resolve(service).resolve(service + ".jar");
        if (!Files.exists(jar)) {
          new JarOutputStream(Files.newOutputStream(jar), new java.util.jar.Manifest()).close();
        }
      }
      Files.writeString(folder.resolve("token"), "token");
      var context = Files.createDirectories(folder.resolve("context"));
      for (var file : List.of("Dockerfile", "cloudbuild.yaml")) {
        Files.copy(
            Path.of("../images", file), context.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (var api : APIS) {
      set("CLOUDSDK_API_ENDPOINT_OVERRIDES_" + api.toUpperCase(), "http://" + api + ".test/");
    }
    set("PATH", maven(folder) + File.pathSeparator + Gcloud.loaded().path());
    set("RULES_API", "http://firebaserules.test/v1");
    set("http_proxy", "http://127.0.0.1:" + port);
    set("CLOUDSDK_CONFIG", folder.resolve("config").toString());
    set("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    set("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", folder.resolve("token").toString());
    set("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
    set("CLOUDSDK_CORE_DISABLE_FILE_LOGGING", "true");
    set("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
    set("CLOUDSDK_SURVEY_DISABLE_PROMPTS", "true");
    set("SOURCES", sources.toString());
    set("CONTEXT", folder.resolve("context").toString());
    set("PATIENCE", "60");
    set("PAUSE", "0");
    set("PROJECT", "demo");
    // Classes of tests run beside each other.
    set("TARGET_FOLDER", folder.resolve("target").toString());
  }

  /** What the scripts run of Maven is written down and not done. Returns its folder. */
  private static Path maven(Path folder) {
    try {
      var bin = Files.createDirectories(folder.resolve("bin"));
      var maven = bin.resolve("mvn");
      Files.writeString(
          maven, "#!/bin/sh\necho \"$@\" >>'%1$s/runs'\n[ ! -e '%1$s/fails' ]\n".formatted(bin));
      maven.toFile().setExecutable(true);
      return bin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command of somebody else's. */
  void gcloud(String... words) {
    run(
            "env",
            "",
            Stream.concat(Stream.of("gcloud", "--project=demo", "--quiet"), Stream.of(words))
                .toList())
        .mustPass();
  }

  Scripts set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Result run(String script, String... arguments) {
    return answering("", script, arguments);
  }

  private Result run(String program, String input, List<String> arguments) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    try {
      var output = Files.createTempFile("script-", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDSDK_"));
      builder.environment().putAll(environment);
      var process = builder.start();
      var in = process.outputWriter();
      if (!input.equals(NOBODY)) {
        in.write(input);
        in.close();
      }
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("no end in 5 minutes:\n" + Files.readString(output));
      }
      var text = Files.readString(output);
      Files.delete(output);
      return new Result(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The same, with what somebody types. */
  Result answering(String input, String script, String... arguments) {
    return run(FOLDER.resolve(script).toString(), input, List.of(arguments));
  }
}
