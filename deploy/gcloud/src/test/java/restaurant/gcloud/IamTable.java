package restaurant.gcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import restaurant.gcloud.google.Google;
import restaurant.gcloud.google.Policies;

/** The tables of docs/IAM.md, as the rights and permissions that they promise. */
final class IamTable {

  private static final String PROJECT = "projects/demo";

  private final List<List<String>> rows;
  private final List<FunctionTable.Function> functions;

  private IamTable(List<List<String>> rows, List<FunctionTable.Function> functions) {
    this.rows = rows;
    this.functions = functions;
  }

  static IamTable read() {
    try {
      var rows =
          Files.readAllLines(Path.of("docs/IAM.md")).stream()
              .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
              .map(
                  line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
              .toList();
      return new IamTable(rows, FunctionTable.read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The permissions of each custom role. */
  Map<String, Set<String>> permissions() {
    return rows.stream()
        .filter(row -> row.size() == 2 && !row.getFirst().equals("role"))
        .collect(
            Collectors.toMap(List::getFirst, row -> new TreeSet<>(List.of(row.get(1).split(" ")))));
  }

  /**
   * Every right, with the names of functions and services filled in.
   *
   * @param tokens the secrets that are configured
   */
  Set<Policies.Right> rights(String... tokens) {
    return rows.stream()
        .filter(row -> row.size() == 4 && !row.getFirst().equals("account"))
        .flatMap(row -> rights(member(row.get(0)), role(row.get(1)), row.get(2), tokens))
        .collect(Collectors.toSet());
  }

  private Stream<Policies.Right> rights(String member, String role, String on, String[] tokens) {
    var kind = on.replaceFirst(" .*", "");
    var name = on.replaceFirst("[^ ]* ?", "");
    return switch (kind) {
      case "project" -> Stream.of(new Policies.Right(PROJECT, role, member, ""));
      case "database" ->
          Stream.of(
              new Policies.Right(
                  PROJECT,
                  role,
                  member,
                  "resource.name==\"%s/databases/%s\"".formatted(PROJECT, name)));
      case "topic", "subscription" ->
          filled(name)
              .map(n -> new Policies.Right(PROJECT + "/" + kind + "s/" + n, role, member, ""));
      case "secret" ->
          Stream.of(tokens)
              .map(token -> new Policies.Right(PROJECT + "/secrets/" + token, role, member, ""));
      case "function" ->
          filled(name)
              .map(
                  n ->
                      new Policies.Right(
                          PROJECT + "/locations/europe-west1/services/" + n, role, member, ""));
      default -> throw new IllegalStateException("docs/IAM.md: on what? " + on);
    };
  }

  private Stream<String> filled(String name) {
    if (name.startsWith("{service}")) {
      return functions.stream()
          .filter(f -> f.kind().equals("publisher"))
          .map(f -> name.replace("{service}", f.service()));
    }
    var kind = name.replaceFirst("\\{(.*)}.*", "$1");
    return functions.stream()
        .filter(f -> f.kind().equals(kind))
        .map(f -> name.replace("{" + kind + "}", f.name()));
  }

  private static String role(String role) {
    return role.startsWith("roles/") ? role : PROJECT + "/roles/" + role;
  }

  private static String member(String account) {
    return account.endsWith(" agent")
        ? "serviceAccount:service-%s@gcp-sa-%s.iam.gserviceaccount.com"
            .formatted(Google.PROJECT_NUMBER, account.replace(" agent", ""))
        : "serviceAccount:restaurant-%s@demo.iam.gserviceaccount.com".formatted(account);
  }
}
