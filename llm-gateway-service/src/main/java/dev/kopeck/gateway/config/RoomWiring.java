package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.AnswerInTurn;
import dev.kopeck.gateway.application.DeliverAnswer;
import dev.kopeck.gateway.application.Lanes;
import dev.kopeck.gateway.application.PlanDispatch;
import dev.kopeck.gateway.application.RoomMeasurements;
import dev.kopeck.gateway.application.TurnSettings;
import dev.kopeck.gateway.application.WaitingRoom;
import dev.kopeck.gateway.domain.FairQueue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The waiting room, and who answers in turn. */
class RoomWiring {

    @Produces
    @Singleton
    WaitingRoom room(GatewayConfig config, Lanes lanes, RoomMeasurements measurements, InstantSource clock) {
        var room = config.room();
        var bounds = new FairQueue.Bounds(room.waitingMax(), room.waitingPerAccountMax());
        return new WaitingRoom(config.inFlightMax(), bounds, lanes, measurements, clock);
    }

    @Produces
    @Singleton
    AnswerInTurn answersInTurn(
            WaitingRoom room, PlanDispatch plans, DeliverAnswer answers, GatewayConfig config, InstantSource clock) {
        var settings = new TurnSettings(config.room().backlogAfter());
        return new AnswerInTurn(room, plans, answers, settings, clock);
    }
}
