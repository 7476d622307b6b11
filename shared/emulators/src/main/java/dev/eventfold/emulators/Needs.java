package dev.eventfold.emulators;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test can't do without. A machine that lacks it skips the test with a sentence; with {@code
 * CI=true} the test fails, so that nothing goes unproven.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsCondition.class)
public @interface Needs {

  Tool[] value();

  /** What a machine may lack. */
  enum Tool {
    EMULATORS {
      @Override
      Optional<String> lack() {
        return SharedEmulators.lack();
      }
    },
    GCLOUD {
      @Override
      Optional<String> lack() {
        return isOnPath("gcloud")
            ? Optional.empty()
            : Optional.of("This test needs gcloud, of the Google Cloud SDK, on the PATH.");
      }
    },
    JQ {
      @Override
      Optional<String> lack() {
        return lackOf("jq");
      }
    },
    CURL {
      @Override
      Optional<String> lack() {
        return lackOf("curl");
      }
    },
    CHROMIUM {
      @Override
      Optional<String> lack() {
        return isOnPath("chromium")
            ? Optional.empty()
            : Optional.of("This test needs Chromium, as chromium on the PATH.");
      }
    },
    /** The fonts of pictures that are compared: with others, every line is elsewhere. */
    DEJAVU {
      @Override
      Optional<String> lack() {
        return isFont("system-ui", "DejaVu Sans") && isFont("monospace", "DejaVu Sans Mono")
            ? Optional.empty()
            : Optional.of(
                "This test needs DejaVu as the fonts of fc-match's system-ui and monospace"
                    + " (package fonts-dejavu-core).");
      }
    },
    /** An SDK that has both emulators: for tests that kill them. */
    SDK {
      @Override
      Optional<String> lack() {
        return Sdk.find().isPresent()
            ? Optional.empty()
            : Optional.of(
                "This test needs a Google Cloud SDK with the Firestore and Pub/Sub emulators.");
      }
    };

    /** The sentence to say where it is missing; empty where it is there. */
    abstract Optional<String> lack();

    private static Optional<String> lackOf(String program) {
      return isOnPath(program)
          ? Optional.empty()
          : Optional.of("This test needs %s on the PATH.".formatted(program));
    }

    private static boolean isFont(String asked, String family) {
      try {
        var match = new ProcessBuilder("fc-match", "--format=%{family}", asked).start();
        return new String(match.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .equals(family);
      } catch (IOException e) {
        return false;
      }
    }

    private static boolean isOnPath(String program) {
      return Arrays.stream(
              Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
          .filter(folder -> !folder.isBlank())
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
  }
}
