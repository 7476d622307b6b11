package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator finds bugs: each of these faults, put into the real code, breaks a seed. */
final class MutantsTest {

  private static final long SEEDS = 10_000;

  private static final FoundSeeds FOUND = FoundSeeds.read();

  private static final String CORE = "shared/eventsourcing/src/main/java/dev/eventfold/";
  private static final String GCP = "shared/gcp/src/main/java/dev/eventfold/gcp/";
  private static final String ORDERS = "functions/orders/src/main/java/restaurant/orders/";
  private static final String TOOLS = CORE + "operations/";
  private static final String AUDIT = "functions/audit/src/main/java/restaurant/audit/";
  private static final String CUSTOMER_VIEW =
      "src/main/java/restaurant/customers/CustomerView.java";
  private static final String PROJECTOR = CORE + "projections/Projector.java";
  private static final String HANDLER = CORE + "commands/CommandHandler.java";
  private static final String LOADER = CORE + "commands/StateLoader.java";
  private static final String RECONCILIATION = CORE + "operations/Reconciliation.java";
  private static final String MEMORY = CORE + "memory/InMemoryEventStore.java";
  private static final String REBUILD = TOOLS + "ViewRebuild.java";
  private static final String PROCESSES = CORE + "processes/";
  private static final String EFFECTS = PROCESSES + "Effects.java";
  private static final String DEADLINES = PROCESSES + "Deadlines.java";
  private static final String CLAIM = PROCESSES + "Claim.java";
  private static final String PAYMENT =
      "functions/payments/src/main/java/restaurant/payments/Payment.java";
  private static final String CUSTOMERS = "functions/customers/src/main/java/restaurant/customers/";
  private static final String PERSONAL = CORE + "personal/";
  private static final String KEYRING = PERSONAL + "Keyring.java";
  private static final String CACHE = CORE + "projections/DocumentCache.java";

  static Stream<Mutant> mutants() {
    return Stream.of(
        Mutant.of("a projector does not look for gaps", PROJECTOR)
            .with("if (event.version() == applied + 1) {", "if (true) {"),
        Mutant.of("a projector applies before it looks for duplicates", PROJECTOR)
            .with(
                "long applied = unit.content(mark).version();",
                "long applied = Math.min(unit.content(mark).version(), event.version() - 1);"),
        Mutant.of("a projector writes on no precondition", CACHE)
            .with("precondition(key)))", "new Write.Precondition.None()))"),
        Mutant.of("views and checkpoint are not one commit", CACHE)
            .with(
                "store.commit(writes)",
                "writes.stream().flatMap(w -> store.commit(List.of(w)).stream()).toList()"),
        Mutant.of("a projector keeps a cache that was wrong", CACHE)
            .with("recent.removeAll(base.keySet());", "")
            .rare(),
        Mutant.of("a projector takes a stream's first event for new, always", PROJECTOR)
            .with("event.version() == 1 && attempt == 1;", "event.version() == 1;"),
        Mutant.of("the log is kept by stream instead of event", CORE + "projections/Feed.java")
            .with("view.content(event.id(), ", "view.content(event.stream(), "),
        Mutant.of("ALREADY_EXISTS is taken for success", HANDLER)
            .with(
                "} catch (ReservationTaken taken) {",
                "} catch (VersionConflict exists) {\n    } catch (ReservationTaken taken) {"),
        Mutant.of("no look for the command in the stream", HANDLER)
            .with("if (!earlier.isEmpty()) {", "if (false) {"),
        Mutant.of("the state is cached although the append failed", HANDLER)
            .with(
                "    try {\n      store.append(",
                "    streams.appended(loaded, recorded);\n    try {\n      store.append("),
        Mutant.of("rejections from a stale cache", HANDLER)
            .with("if (loaded.fresh() || request", "if (true || request")
            .rare(),
        Mutant.of("nothing is reserved", HANDLER)
            .with(
                "store.append(recorded, aggregate.reservations(loaded.stream().state(), events));",
                "store.append(recorded, List.of());"),
        Mutant.of("If-Match is ignored", HANDLER)
            .with("if (expected.isPresent() && ", "if (false && ")
            .rare(),
        Mutant.of("another command under the same key is taken for the same", HANDLER)
            .with(
                "if (KeyedHash.differ(last.metadata().commandHash(), request.metadata().commandHash())) {",
                "if (false) {")
            .rare(),
        Mutant.of(
                "a value is reserved although the append failed",
                CORE + "memory/InMemoryEventStore.java")
            .with(
                "    if (!there.isEmpty()) {",
                "    for (var r : reservations) {\n"
                    + "      if (!reserved.add(name(r))) {\n"
                    + "        throw new ReservationTaken(r);\n"
                    + "      }\n"
                    + "    }\n"
                    + "    if (!there.isEmpty()) {")
            .with("if (!taken.isEmpty()) {", "if (false) {")
            .rare(),
        Mutant.of("two callers share their keys", CORE + "events/Ids.java")
            .with("service + \"\\n\" + caller + \"\\n\" + ", "service + \"\\n\" + "),
        Mutant.of("two aggregates share their keys", GCP + "commands/HttpCommands.java")
            .with("key.value(), id))", "key.value()))"),
        Mutant.of("publishing is not waited for", GCP + "delivery/EventTriggerPublisher.java")
            .with("throw e;", ""),
        Mutant.of("a projector acknowledges what failed", GCP + "delivery/HttpProjector.java")
            .with("      throw failures.getFirst();", "")
            .rare(),
        Mutant.of(
                "a dish on two lines is counted once",
                "functions/menu/src/main/java/restaurant/menu/OrderEvent.java")
            .with(".sum();", ".findFirst().orElse(0);")
            .rare(),
        Mutant.of("an order's total forgets quantities", ORDERS + "OrderView.java")
            .with("added.subtotal()", "added.price()"),
        Mutant.of("orders take what is off the menu", ORDERS + "KnownMenuItem.java")
            .with("old.price(), false)", "old.price(), old.active())"),
        Mutant.of("a customer has one address", "functions/customers/" + CUSTOMER_VIEW)
            .with("Stream.concat(addresses.stream(), Stream.of(address))", "Stream.of(address)"),
        Mutant.of("minVersion is ignored", GCP + "queries/HttpQueries.java")
            .with("if (wanted.isReachedBy(document)) {", "if (true) {"),
        Mutant.of("what is folded forward lacks the last event", GCP + "queries/CatchUp.java")
            .with("return feed.evolve(folded, last.getFirst());", "return folded;")
            .rare(),
        Mutant.of("an ETag knows nothing of other streams", GCP + "http/Versions.java")
            .with("outside == 0 ? \"\"", "true ? \"\"")
            .rare(),
        Mutant.of("304 for what has changed", GCP + "http/Versions.java")
            .with("one.equals(tag)", "one.charAt(1) <= tag.charAt(1)"),
        Mutant.of("queries keep what they have read", GCP + "queries/HttpQueries.java")
            .with("store.get(List.of(key)).get(key)", "keep(key)")
            // Not within a lock: whoever holds one while others run stops the simulator for good.
            .with(
                "  private Optional<Document> document(String id) {",
                "  private final java.util.Map<Object, Document> kept =\n"
                    + "      new java.util.concurrent.ConcurrentHashMap<>();\n"
                    + "  private Document keep(dev.eventfold.documents.QueryStore.Key key) {\n"
                    + "    if (!kept.containsKey(key)) {\n"
                    + "      store.get(List.of(key)).forEach(kept::put);\n"
                    + "    }\n"
                    + "    return kept.get(key);\n"
                    + "  }\n"
                    + "  private Optional<Document> document(String id) {")
            .rare(),
        Mutant.of(
                "a page leaves out the document before its last", GCP + "queries/DocumentPage.java")
            .with("documents.removeLast();", "documents.remove(documents.size() - 2);"),
        Mutant.of("page tokens are good for everybody", GCP + "queries/PageTokens.java")
            .with("MessageDigest.isEqual(mac, mac(bytes, scope))", "true")
            .rare(),
        Mutant.of("strangers read orders", GCP + "queries/Readership.java")
            .with("&& !caller.staff()", "&& false"),
        Mutant.of("asOf stops before its moment", GCP + "queries/TimeTravel.java")
            .with("!event.timestamp().isAfter(time)", "event.timestamp().isBefore(time)"),
        Mutant.of("lists of the log leave out a shard", AUDIT + "TimeShards.java")
            .with("shard < Shard.COUNT", "shard < Shard.COUNT - 1")
            .rare(),
        Mutant.of("verify compares at no one moment", TOOLS + "Verifier.java")
            .with(
                "var moment = patience.await(views::snapshot);",
                "dev.eventfold.documents.DocumentReader moment = views;")
            .in("an operator")
            .rare(),
        Mutant.of("repair leaves what no event speaks of", TOOLS + "Repair.java")
            .with("views.remove(key, there.orElseThrow().revision());", ""),
        Mutant.of("repair catches up with nothing", TOOLS + "Repair.java")
            .with("if (!behind.isEmpty()) {", "if (false) {")
            .rare(),
        Mutant.of("verify does not see what a dish was ordered", TOOLS + "Gathering.java")
            .with("if (wanted.test(id)) {", "if (false) {")
            .in("an operator")
            .rare(),
        Mutant.of("an aborted entry of the log is taken for a duplicate", PROJECTOR)
            .with(
                "      if (there == null) {\n        throw moved;",
                "      if (there == null) {\n        return;"),
        Mutant.of("a lost race is taken for a duplicate", PROJECTOR)
            .with(
                "retries.run(attempt -> apply(event, attempt), QueryStore.ConcurrentWrite.class);",
                "apply(event, 1);")
            .with(
                "} catch (QueryStore.ConcurrentWrite lost) {",
                "} catch (QueryStore.ConcurrentWrite lost) {\n      if (true) {\n        return;\n      }"),
        Mutant.of("of a long gap, only the first part is filled", PROJECTOR)
            .with("while (applied < event.version()) {", "if (applied < event.version()) {")
            .in("LONG_STREAM")
            .rare(),
        Mutant.of("a snapshot of another history is trusted", LOADER)
            .with("|| !endsWith(known, page.getFirst())", "")
            .in("LONG_STREAM")
            .rare(),
        Mutant.of("a snapshot ahead of the store is trusted", LOADER)
            .with(
                "page.isEmpty() || !endsWith(known, page.getFirst())\n        ? Optional.empty()",
                "page.isEmpty()\n        ? Optional.of(known)")
            .in("LONG_STREAM")
            .rare(),
        Mutant.of("what follows a snapshot is not read", LOADER)
            .with("known.plus(page.subList(1, page.size()), decider, types)", "known")
            .in("LONG_STREAM", "RESTART", "DROP_AND_RETRY")
            .rare(),
        Mutant.of("a snapshot has the state before its last command", LOADER)
            .with(
                "snapshots.save(measured);",
                "snapshots.save(\n          new LoadedStream<>(\n              after.stream(), after.version(), before.stream().state(), after.commands(), 0));")
            .in("LONG_STREAM")
            .rare(),
        Mutant.of("history goes by what the instances' clocks say", MEMORY)
            .with(
                "commits.computeIfAbsent(commitTime(), ",
                "commits.computeIfAbsent(first.timestamp(), ")
            .in("SKEW", "LOST_FOR_GOOD", "strikes")
            .rare(),
        Mutant.of("the reconciler's place goes by its own clock", RECONCILIATION)
            .with(
                "reconcile(batch.getLast().at().plus(1, ChronoUnit.MICROS))",
                "reconcile(now.minus(reconciler.grace))")
            .in("SKEW", "LOST_FOR_GOOD", "strikes")
            .rare(),
        Mutant.of("the reconciler forgets what could not be applied", RECONCILIATION)
            .with(
                "place = place.with(new Stuck(slot.stream(), slot.version(), slot.version()));", "")
            .in("LOST_FOR_GOOD", "strikes")
            .rare(),
        Mutant.of("a retry is judged by today's rules first", HANDLER)
            .with(
                "    if (!earlier.isEmpty()) {",
                "    decider.decide(stream.state(), request.command().get());\n"
                    + "    if (!earlier.isEmpty()) {"),
        Mutant.of("a refusal for any state looks for no older answer", HANDLER)
            .with("request.isFirst() && isForAnyState(refused)", "isForAnyState(refused)")
            .in("ROLLOUT")
            .rare(),
        Mutant.of("an event that is unknown here is skipped", CORE + "events/EventTypes.java")
            .with("      if (own) {", "      if (false) {")
            .in("ROLLOUT")
            .rare(),
        Mutant.of("an event of newer code fails its reader", GCP + "http/Problem.java")
            .with("case UnreadableEvent e -> anotherVersion();", "")
            .in("ROLLOUT")
            .rare(),
        Mutant.of(
                "a document of another shape is taken for one's own",
                CORE + "projections/View.java")
            .with(".asInt(FIRST) == shape)", ".asInt(FIRST) == shape || true)"),
        Mutant.of(
                "what other feeds have made is forgotten with the old shape",
                CORE + "projections/Feed.java")
            .with(
                "others.isEmpty() ? Optional.<V>empty() : view.part(there, others)",
                "Optional.<V>empty()"),
        Mutant.of(
                "who counts keeps nothing that is of another shape", CORE + "projections/Feed.java")
            .with(
                "return view.with(content, projection.evolve(id, own, event));",
                "return view.content(id, content.version(), projection.evolve(id, own, event));")
            .in("ROLLOUT")
            .rare(),
        Mutant.of(
                "a document is made anew without its last event", CORE + "projections/Reshape.java")
            .with(
                "Math.min(from + EventStore.AT_ONCE - 1, there.version())",
                "Math.min(from + EventStore.AT_ONCE - 1, there.version() - 1)")
            .in("ROLLOUT")
            .rare(),
        Mutant.of("while a view is rebuilt, live events go only into the new collection", REBUILD)
            .with("List.of(target, filling.current())", "List.of(target)")
            .rare(),
        Mutant.of("while a view is rebuilt, live events go only into the old collection", REBUILD)
            .with("List.of(target, filling.current())", "List.of(filling.current())")
            .with("List.of(target, live.current())", "List.of(live.current())"),
        Mutant.of("a rebuild switches before it has caught up", REBUILD)
            .with("rebuild(target).catchUp(building.since(), step)", "java.util.List.<String>of()")
            .with("var wrong = wrong(target);", "var wrong = java.util.List.<Finding>of();")
            .rare(),
        Mutant.of("what is dropped still gets the live events", REBUILD)
            .with(
                "turn(dropping, List.of(place.current()), dropping);\n    delete(old.get());",
                "delete(old.get());")
            .in("rebuilds")
            .rare(),
        Mutant.of(
                "a fill of many streams goes on with what it has forgotten", TOOLS + "Rebuild.java")
            .with(
                "feeds.stream().noneMatch(feed -> feed.checkpoint() == Checkpoint.PER_STREAM)",
                "true")
            .in("rebuilds")
            .rare(),
        Mutant.of("a rebuilder that was overtaken turns live events away", REBUILD)
            .with(
                "put(place, place);\n    around.deliverInto(collections);",
                "around.deliverInto(collections);")
            .in("rebuilds", "two operators")
            .rare(),
        Mutant.of("who drops a view believes what it saw before", REBUILD)
            .with(
                "CurrentViews.put(store, backoff, view, was, next);",
                "CurrentViews.put(store, backoff, view, CurrentViews.place(store, view), next);")
            .in("rebuilds", "two operators")
            .rare(),
        Mutant.of("readers never look again where a view is", TOOLS + "CurrentViews.java")
            .with("known == null || known.until().isBefore(now)", "known == null")
            .in("rebuilds")
            .rare(),
        Mutant.of("the reconciler repairs nothing", CORE + "operations/Reconciliation.java")
            .with("var gaps = notApplied(batch);", "var gaps = List.<Committed>of();"),
        Mutant.of("what follows has another id each time", PROCESSES + "ProcessContext.java")
            .with(
                "return Ids.following(eventId, service + \"/\" + name);",
                "return java.util.UUID.randomUUID().toString();"),
        Mutant.of("an event that comes late sets no deadline", PROJECTOR)
            .with("!content.isExpired(clock.instant())", "!content.mayBeGone(clock.instant())"),
        Mutant.of("a reactor acknowledges what it could not do", GCP + "delivery/HttpReactor.java")
            .with(
                "} catch (Rejection | Conflict | EventTooLarge refused) {",
                "} catch (dev.eventfold.store.TransientFailure lost) {\n"
                    + "      return Answer.empty(204);\n"
                    + "    } catch (Rejection | Conflict | EventTooLarge refused) {"),
        Mutant.of("the reconciler looks after none", GCP + "delivery/HttpReconciler.java")
            .with("i < sources.size(); i++", "i < 0; i++")
            .in("LOST_FOR_GOOD")
            .rare(),
        Mutant.of("a refund that is heard of first is forgotten", ORDERS + "Order.java")
            .with(
                "          List.of(new OrderCanceled(Optional.of(reason)), new OrderRefunded());",
                "          List.of();")
            .rare(),
        Mutant.of("a key is kept for ever", KEYRING)
            .with("return clock.instant().isBefore(it.until());", "return true;")
            .rare(),
        Mutant.of("nothing of persons is sealed", KEYRING)
            .with(
                "return key(person).map(key -> seal(key, context, text)).orElse(NOTHING);",
                "return text;"),
        Mutant.of("a key that can't be read is taken for one that is gone", KEYRING)
            .with(
                ".orElseGet(() -> keep(person, keys.find(person)))",
                ".orElseGet(\n"
                    + "            () -> {\n"
                    + "              try {\n"
                    + "                return keep(person, keys.find(person));\n"
                    + "              } catch (dev.eventfold.store.TransientFailure down) {\n"
                    + "                return keep(person, Optional.empty());\n"
                    + "              }\n"
                    + "            })"),
        Mutant.of("hashes are made without a key", PERSONAL + "KeyedHash.java")
            .with("return keys.isEmpty()", "return true"),
        Mutant.of("orders keep a copy of who is erased", ORDERS + "KnownCustomer.java")
            .with("erased -> Optional.empty();", "erased -> copy;"),
        Mutant.of("customers show who is erased", CUSTOMERS + "CustomerView.java")
            .with("erased -> Optional.empty();", "erased -> view;"),
        Mutant.of("the e-mail of who is erased stays taken", CUSTOMERS + "Email.java")
            .with("? List.of(reservation(email))", "? List.<Reservation>of()"),
        Mutant.of("an eraser acknowledges what it could not do", GCP + "delivery/HttpEraser.java")
            .with(
                "      erasure.carryOut(event, keys);",
                "      try {\n"
                    + "        erasure.carryOut(event, keys);\n"
                    + "      } catch (dev.eventfold.store.TransientFailure lost) {\n"
                    + "        return Answer.empty(204);\n"
                    + "      }")
            .in("UNAVAILABLE")
            .rare(),
        Mutant.of("nobody looks for erasures that were lost", GCP + "delivery/HttpReconciler.java")
            .with(
                "erasure.ifPresent(it -> reconcile(",
                "Optional.<Erasure>empty().ifPresent(it -> reconcile(")
            .in("LOST_FOR_GOOD")
            .rare(),
        Mutant.of("what was opened is published as it is", GCP + "OpeningBackend.java")
            .with(
                "store.readRange(event.stream(), event.version(), event.version()))",
                "java.util.List.of(event))")
            .in("LOST_FOR_GOOD"),
        Mutant.of("whoever was forgotten gets another key", CORE + "memory/InMemoryPersonKeys.java")
            .with("keys.put(person, Optional.empty());", "keys.remove(person);")
            .rare(),
        Mutant.of("an effect is asked for before its claim", EFFECTS)
            .with(
                "    var claim = Claim.make(",
                "    answer(effect, id, request);\n    var claim = Claim.make(")
            .ofAnEvening(),
        Mutant.of("what is settled is asked for again when its event comes again", EFFECTS)
            .with(
                "      return settledBefore(effect, event, theirs.get());",
                "      if (theirs.get().isSettled()) {\n"
                    + "        ask(effect, event, again(theirs.get()), false);\n"
                    + "      }\n"
                    + "      return false;")
            .ofAnEvening()
            .rare(),
        Mutant.of("an old event is acted on without a look for the answer", EFFECTS)
            .with(
                "    if (context.isDone(event.stream(), id)) {\n      remove(claim.get());",
                "    if (false) {\n      remove(claim.get());")
            .ofAnEvening(),
        Mutant.of("a claim is settled before the answer is in the stream", EFFECTS)
            .with(
                "    var command = CommandOn.existing(event.stream(), effect.command()",
                "    claim.settle(views, Optional.empty(), context.now());\n"
                    + "    var command = CommandOn.existing(event.stream(), effect.command()")
            .ofAnEvening(),
        Mutant.of("an answer's command has another id each time", EFFECTS)
            .with(
                "carryOut(command, claim.id(),",
                "carryOut(command, java.util.UUID.randomUUID().toString(),")
            .ofAnEvening(),
        Mutant.of("a key is of one try alone", EFFECTS)
            .with(
                "answer(effect, claim.id(), request)",
                "answer(effect, claim.id() + claim.content().attempt(), request)")
            .ofAnEvening(),
        Mutant.of("what may happen once at most is asked for again after its lease", EFFECTS)
            .with(
                "if (mayHaveHappened && !claim.mayBeAskedAgain(effect.mode(), context.now())) {",
                "if (false) {")
            .ofAnEvening(),
        Mutant.of("what a provider has forgotten is asked for again", PROCESSES + "Effect.java")
            .with("&& now.isBefore(since.plus(memory))", "")
            .ofAnEvening(),
        Mutant.of("a provider's memory begins anew with each question", CLAIM)
            .with("isPerhapsAsked() ? askedSince() : now.toString()", "now.toString()")
            .ofAnEvening(),
        Mutant.of("what may happen once at most is asked for again after a lost answer", EFFECTS)
            .with("if (nothing instanceof Outside.NotAsked && !mayHaveHappened) {", "if (true) {")
            .ofAnEvening(),
        Mutant.of("what was never asked is asked for although nobody wants it", EFFECTS)
            .with("if (!mayHaveHappened && isOver(effect, event.get())) {", "if (false) {")
            .ofAnEvening(),
        Mutant.of("what nobody wants is given up whoever asks meanwhile", EFFECTS)
            .with("claim.is(views, Claim.State.NOT_ASKED, NOT_WANTED);", "claim;")
            .ofAnEvening()
            .rare(),
        Mutant.of("what may have been asked is given up", EFFECTS)
            .with(
                "if (!mayHaveHappened && isOver(effect, event.get())) {",
                "if (isOver(effect, event.get())) {")
            .ofAnEvening(),
        Mutant.of("what may have been asked is forgotten when it is asked in vain", EFFECTS)
            .with(
                "if (nothing instanceof Outside.NotAsked && !mayHaveHappened) {",
                "if (nothing instanceof Outside.NotAsked) {")
            .ofAnEvening(),
        Mutant.of("who was frozen asks although the lease is over", EFFECTS)
            .with("      mustBeClaimedYet(claim);\n", "")
            .ofAnEvening()
            .rare(),
        Mutant.of("a person settles what is being asked", EFFECTS)
            .with("    mustNotBeAskedNow(claim);\n    var event =", "    var event =")
            .ofAnEvening(),
        Mutant.of("who takes up a claim takes no lease", EFFECTS)
            .with("mustBeAskedAgain(again(claim), claim", "mustBeAskedAgain(claim, claim")
            .ofAnEvening(),
        Mutant.of("a deadline is dropped before its command", DEADLINES)
            .with(
                "      meet(pending.orElseThrow());\n"
                    + "      views.remove(view.key(document.id()), document.revision());",
                "      views.remove(view.key(document.id()), document.revision());\n"
                    + "      meet(pending.orElseThrow());")
            .ofAnEvening(),
        Mutant.of("a deadline is met before its time", DEADLINES)
            .with(
                "new Filter(DUE, Operator.BELOW, tick.now());",
                "new Filter(DUE, Operator.BELOW, tick.now().plusMillis(2));")
            .ofAnEvening(),
        Mutant.of("an aborted claim is taken for somebody else's", EFFECTS)
            .with(
                "      if (theirs.isEmpty()) {\n        throw",
                "      if (theirs.isEmpty()) {\n        if (true) {\n          return false;\n        }\n        throw")
            .ofAnEvening(),
        Mutant.of("a claim is made whoever has one", CLAIM)
            .with(
                "content, new Precondition.Absent()));\n    } catch",
                "content, new Precondition.None()));\n    } catch")
            .ofAnEvening(),
        Mutant.of("nobody looks after a claim", EFFECTS)
            .with("tick.each(collection, List.of(query), document -> takeUp(tick, document));", "")
            .ofAnEvening(),
        Mutant.of("a late charge is not given back", PAYMENT)
            .with(
                "List.of(new RefundRequested(amount));",
                "List.of(new PaymentSucceeded(\"\", amount));")
            .ofAnEvening(),
        Mutant.of("a payment is given up although it is paid", PAYMENT)
            .with(
                "state instanceof State.Requested ? List.of(new PaymentTimedOut()) : List.of();",
                "List.of(new PaymentTimedOut());")
            .ofAnEvening(),
        Mutant.of("an order that is placed is given up", ORDERS + "Order.java")
            .with(
                "state instanceof OrderState.Open ? canceled(",
                "state instanceof OrderState.Open || state instanceof OrderState.Placed ? canceled(")
            .ofAnEvening());
  }

  /**
   * What each build looks for, or with {@code -Dmutants.rare=true} the rest; of these, those whose
   * names say it: {@code -Dmutant=reconciler}, or {@code -Dmutant='a claim|a deadline'}.
   */
  static Stream<Mutant> chosen() {
    var named = System.getProperty("mutant", "");
    return mutants()
        .filter(mutant -> mutant.isRare() == Boolean.getBoolean("mutants.rare"))
        .filter(mutant -> mutant.fault().matches(".*(%s).*".formatted(named)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chosen")
  void isCaught(Mutant mutant) throws Exception {
    var system = FaultySystem.of(mutant);
    BiFunction<long[], Collection<String>, String> firstViolation =
        mutant.isOfAnEvening()
            ? system.function(FirstUnfairEvening.class)
            : system.function(FirstViolation.class);
    var caught =
        FOUND
            .seed(mutant)
            .map(seed -> firstViolation.apply(new long[] {seed, 1}, mutant.traits()))
            .filter(it -> !it.isEmpty())
            .orElseGet(() -> firstViolation.apply(new long[] {0, SEEDS}, mutant.traits()));
    System.out.printf("%-60s seed %s%n", mutant.fault(), caught);
    assertFalse(caught.isEmpty(), () -> mutant.fault() + " was not found in " + SEEDS);
    FOUND.put(mutant, Long.parseLong(caught.replaceFirst(":.*", "")));
  }

  @AfterAll
  static void remember() throws IOException {
    FOUND.save();
  }
}
