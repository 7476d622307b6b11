package dev.eventfold.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import java.util.List;

/**
 * Given what happened, when this is asked, then that happens:
 *
 * <pre>given(added).when(modify).then(modified)</pre>
 */
public final class DeciderSpecification<C, E, S> {

  private final Decider<C, E, S> decider;
  private final List<E> given;

  private DeciderSpecification(Decider<C, E, S> decider, List<E> given) {
    this.decider = decider;
    this.given = given;
  }

  public static <C, E, S> DeciderSpecification<C, E, S> of(Decider<C, E, S> decider) {
    return new DeciderSpecification<>(decider, List.of());
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // Only read.
  public final DeciderSpecification<C, E, S> given(E... events) {
    return new DeciderSpecification<>(decider, List.of(events));
  }

  public Decision when(C command) {
    return new Decision(command);
  }

  /** What a command leads to. */
  public final class Decision {
    private final C command;

    private Decision(C command) {
      this.command = command;
    }

    private List<E> decide() {
      var state = decider.initial();
      for (var event : given) {
        state = decider.evolve(state, event);
      }
      return decider.decide(state, command);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    public final void then(E... events) {
      assertEquals(List.of(events), decide());
    }

    /** Every rule that the command breaks, in order. */
    public void thenRejected(Rejection.Kind kind, String... rules) {
      var rejection = assertThrows(Rejection.class, this::decide);
      assertEquals(
          List.of(rules), rejection.broken().stream().map(Rejection.Broken::rule).toList());
      assertEquals(kind, rejection.kind());
    }
  }
}
