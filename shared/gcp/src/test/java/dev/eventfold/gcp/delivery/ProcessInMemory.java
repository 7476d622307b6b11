package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.documents.Query;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.processes.Memory;
import dev.eventfold.gcp.processes.Pickups;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Pickups by parcels, and the functions that run their process. */
abstract class ProcessInMemory {

  final Memory memory = new Memory();
  final Pickups pickups = new Pickups("pickups", "parcels");
  final Service service = pickups.service();
  final Parcels parcels = new Parcels("parcels", memory.events("parcels"), memory.views());

  @BeforeEach
  void silently() {
    System.setProperty("log.severity", "OFF");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
    System.clearProperty("timer.timeout");
  }

  /** A parcel has come, for the first time. */
  final RecordedEvent came(String parcel, String place) {
    var payload = Json.TOLERANT.createObjectNode().put("ownerId", "ann").put("place", place);
    var event = parcels.event(parcel, 1, "came", payload);
    memory.events("parcels").append(List.of(event), List.of());
    return event;
  }

  final Answered pushed(String reactor, RecordedEvent event) {
    var push = EventMessage.push(reactor, event);
    var body = new ByteArrayInputStream(push);
    return Answered.by(service.http(reactor, memory), Asked.post("x", "/", body, push.length));
  }

  final void push(String reactor, RecordedEvent event) {
    var answer = pushed(reactor, event);
    assertEquals(204, answer.status(), answer::body);
  }

  final Answered ticked() {
    return Answered.by(
        service.timer(memory), Asked.post("clock", "/", InputStream.nullInputStream(), 0));
  }

  final RecordedEvent pickup(String parcel, int version) {
    return memory.events("pickups").readRange(parcel, version, version).getFirst();
  }

  final List<String> types(String parcel) {
    return memory.events("pickups").readAfter(parcel, 0, 100).stream()
        .map(RecordedEvent::type)
        .toList();
  }

  /** A parcel that is offered, with its deadline set. */
  final RecordedEvent offered(String parcel, String place) {
    push("pickups-on-parcels", came(parcel, place));
    var offered = pickup(parcel, 1);
    push("pickups-deadlines", offered);
    return offered;
  }

  final int documents(String collection) {
    return memory.views().page(collection, Query.first(100)).size();
  }
}
