package restaurant.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.eventfold.json.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a command finds, as text or as JSON: the same things in the same order. */
public final class Output {

  /** The same for every program, whatever characters this terminal has. */
  private static final ObjectWriter ASCII =
      Json.TOLERANT.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      description = "Print JSON: one object per line, whose kind says what it is.")
  private boolean json;

  public void tell(Found found) {
    out().println(json ? document(found) : found.text());
    // Who reads a pipe sees each line when it is there.
    out().flush();
  }

  /** A sentence for people alone: among JSON it would be noise. */
  public void say(String sentence) {
    var writer = json ? command.commandLine().getErr() : out();
    writer.println(sentence);
    writer.flush();
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private static String document(Found found) {
    try {
      return ASCII.writeValueAsString(found.document());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
