package dev.eventfold.emulators;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Google Cloud SDK that has both emulators.
 *
 * @param firestoreJar the Firestore emulator
 * @param pubsubJar the Pub/Sub emulator
 */
record Sdk(Path firestoreJar, Path pubsubJar) {

  /** The first of: {@code CLOUDSDK_ROOT_DIR}, where {@code gcloud} is, and the usual places. */
  static Optional<Sdk> find() {
    var home = System.getProperty("user.home");
    return Stream.concat(
            Stream.concat(
                Stream.of(System.getenv("CLOUDSDK_ROOT_DIR"))
                    .filter(Objects::nonNull)
                    .map(Path::of),
                ofGcloud()),
            Stream.of(
                    home + "/google-cloud-sdk",
                    "/usr/lib/google-cloud-sdk",
                    "/opt/google-cloud-sdk",
                    "/snap/google-cloud-sdk/current",
                    "/opt/homebrew/share/google-cloud-sdk",
                    "/usr/local/share/google-cloud-sdk")
                .map(Path::of))
        .flatMap(root -> at(root).stream())
        .findFirst();
  }

  private static Stream<Path> ofGcloud() {
    var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "gcloud"))
        .filter(Files::isExecutable)
        .flatMap(
            gcloud -> {
              try {
                return Stream.of(gcloud.toRealPath().getParent().getParent());
              } catch (IOException e) {
                return Stream.empty();
              }
            });
  }

  static Optional<Sdk> at(Path root) {
    var firestore = root.resolve("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar");
    var lib = root.resolve("platform/pubsub-emulator/lib");
    if (!Files.isRegularFile(firestore) || !Files.isDirectory(lib)) {
      return Optional.empty();
    }
    try (var jars = Files.newDirectoryStream(lib, "cloud-pubsub-emulator-*.jar")) {
      for (var jar : jars) {
        return Optional.of(new Sdk(firestore, jar));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
