/* room: see docs/house.md */ typedef int room_is_empty_models;
